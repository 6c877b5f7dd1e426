"use strict";
// Sorts the tables and searches the list. Rows are moved and hidden; nothing is made of text.

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.value ?? cell.textContent;
}

function sort(button) {
  const header = button.closest("th");
  const body = header.closest("table").tBodies[0];
  const down = header.getAttribute("aria-sort") === "ascending";
  const numbers = button.dataset.kind === "number";
  const column = header.cellIndex;
  const compare = (a, b) => {
    const [x, y] = [valueOf(a, column), valueOf(b, column)];
    if (x === "" || y === "") return (x === "") - (y === ""); // what is unknown comes last
    const order = numbers ? x - y : collator.compare(x, y);
    return down ? -order : order;
  };
  body.append(...[...body.rows].sort(compare));
  for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", down ? "descending" : "ascending");
}

for (const button of document.querySelectorAll(".sortable thead button")) {
  button.addEventListener("click", () => sort(button));
}

const form = document.getElementById("find");
const words = document.getElementById("words");
const concerned = document.getElementById("concerned");
const shown = document.getElementById("shown");
const rows = [...document.getElementById("list").tBodies[0].rows].map((row) => ({
  row,
  name: plain(`${row.cells[0].dataset.value} ${row.dataset.whose ?? ""}`),
  failed: new Set(row.dataset.failed.split(" ")),
  concern: "concern" in row.dataset,
}));

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function matches(entry, term) {
  return /^\d+\.\d+$/.test(term) ? entry.failed.has(term) || entry.name.includes(term)
    : entry.name.includes(term);
}

function search() {
  const terms = plain(words.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const entry of rows) {
    const found = terms.every((term) => matches(entry, term))
      && (entry.concern || !concerned.checked);
    entry.row.hidden = !found;
    count += found;
  }
  const text = count === rows.length ? form.dataset.all : form.dataset.some;
  shown.value = text.replace("{some}", count).replace("{all}", rows.length);
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
search();
