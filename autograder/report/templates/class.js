"use strict";
// Sorts the tables, and searches and draws the list. Rows are moved; nothing is made of text.

const PART = 100; // rows of the list that are drawn together
const NEAR = "800px 0px"; // around what is in sight
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const form = document.getElementById("find");
const words = document.getElementById("words");
const concerned = document.getElementById("concerned");
const shown = document.getElementById("shown");
const list = document.getElementById("list");
const region = list.closest(".scroll");

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// The list is a sequence of parts, each a body of the table. A part in sight, or nearly, has its
// rows. Any other has one empty row as high as they are, so that thousands of rows cost little.

const parts = new Map(); // each body with the number of its first row, and the rows it has not

function take(body) {
  const range = document.createRange();
  range.selectNodeContents(body);
  return range.extractContents();
}

function fill(body) {
  const part = parts.get(body);
  if (!part.rows) return;
  [...part.rows.children].forEach((row, index) => { row.ariaRowIndex = part.number + index; });
  body.replaceChildren(part.rows);
  part.rows = null;
}

function empty(body, height) {
  const part = parts.get(body);
  if (part.rows || body.contains(document.activeElement)) return;
  part.rows = take(body);
  const row = body.insertRow();
  row.ariaHidden = "true";
  row.style.height = `${height}px`;
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) fill(target);
    else empty(target, target.offsetHeight);
  }
}, { root: region, rootMargin: NEAR });

function lay(bodies) {
  watcher.disconnect();
  parts.clear();
  for (const old of [...list.tBodies]) old.remove();
  let number = 2; // row 1 is that of the headings
  let height = 0; // of a row, as the first ones have it
  for (const body of bodies) {
    const count = body.childElementCount;
    parts.set(body, { number, rows: null });
    empty(body, height * count);
    body.hidden = false;
    list.append(body);
    if (!height) {
      fill(body);
      height = body.offsetHeight / count;
    }
    watcher.observe(body);
    number += count;
  }
  list.ariaRowCount = number - 1;
  region.scrollTop = 0;
}

function draw(rows) {
  const bodies = [];
  for (let start = 0; start < rows.length; start += PART) {
    bodies.push(document.createElement("tbody"));
    bodies.at(-1).append(...rows.slice(start, start + PART));
  }
  lay(bodies);
}

addEventListener("beforeprint", () => {
  watcher.disconnect();
  for (const body of parts.keys()) fill(body);
});
addEventListener("afterprint", () => {
  for (const body of parts.keys()) watcher.observe(body);
});

// All submissions, in their order; found when they are first searched or sorted

let known = null;

function submissions() {
  known ??= [...parts].flatMap(([body, { rows }]) => [...(rows ?? body).children]).map((row) => ({
    row,
    name: plain(`${row.cells[0].dataset.value} ${row.dataset.whose ?? ""}`),
    failed: new Set(row.dataset.failed.split(" ")),
    concern: "concern" in row.dataset,
  }));
  return known;
}

function matches(entry, term) {
  return /^\d+\.\d+$/.test(term) ? entry.failed.has(term) || entry.name.includes(term)
    : entry.name.includes(term);
}

function search() {
  const terms = plain(words.value).split(/\s+/).filter(Boolean);
  const found = submissions().filter((entry) => (entry.concern || !concerned.checked)
    && terms.every((term) => matches(entry, term)));
  draw(found.map((entry) => entry.row));
  count(found.length);
}

function count(some) {
  const all = Number(list.dataset.count);
  const text = some === all ? form.dataset.all : form.dataset.some;
  shown.value = text.replace("{some}", some).replace("{all}", all);
}

function sorted(entries, rowOf, header) {
  const down = header.ariaSort === "ascending";
  const numbers = header.firstElementChild.dataset.kind === "number";
  const column = header.cellIndex;
  const keyed = entries.map((entry) => {
    const cell = rowOf(entry).cells[column];
    return [cell.dataset.value ?? cell.textContent, entry];
  });
  keyed.sort(([x], [y]) => {
    if (x === "" || y === "") return (x === "") - (y === ""); // what is unknown comes last
    const order = numbers ? x - y : collator.compare(x, y);
    return down ? -order : order;
  });
  for (const other of header.parentElement.cells) other.ariaSort = null;
  header.ariaSort = down ? "descending" : "ascending";
  return keyed.map(([, entry]) => entry);
}

function sort(header) {
  const table = header.closest("table");
  if (table === list) {
    known = sorted(submissions(), (entry) => entry.row, header);
    search();
  } else {
    const body = table.tBodies[0];
    body.append(...sorted([...body.rows], (row) => row, header));
  }
}

for (const button of document.querySelectorAll(".sortable thead button")) {
  button.addEventListener("click", () => sort(button.parentElement));
}
words.addEventListener("input", search);
concerned.addEventListener("change", search);
form.addEventListener("submit", (event) => event.preventDefault());
for (const link of document.querySelectorAll("[data-find]")) {
  link.addEventListener("click", () => {
    words.value = link.dataset.find;
    concerned.checked = false;
    search();
    document.getElementById("submissions").focus();
  });
}
form.hidden = false;
lay([...list.tBodies]);
count(Number(list.dataset.count));
