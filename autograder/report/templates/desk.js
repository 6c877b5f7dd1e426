"use strict";
// Marks answers, one at a time. What a student wrote comes as JSON and becomes text, never markup.
// Every mark is kept in the browser as soon as it is made, under a name of its own.

const get = (id) => document.getElementById(id);
const data = (id) => JSON.parse(get(id).textContent);
const about = data("about");
const EMPTY = { items: [], comment: "", done: false, when: "" };

// What is said, in the language of the page

function say(name, fields = {}) {
  return about.words[name].replace(/\{(\w+)\}/g, (_, field) => fields[field]);
}

const lang = document.documentElement.lang.replace("_", "-");
const written = new Intl.NumberFormat(lang, { maximumFractionDigits: 4 }).format;
const signed = new Intl.NumberFormat(lang, { maximumFractionDigits: 4, signDisplay: "always" }).format;

// What the browser keeps

const memory = new Map();

function load(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`desk ${about.key} ${name}`)) ?? otherwise;
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

function store(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`desk ${about.key} ${name}`, JSON.stringify(value));
  } catch {
    complain(say("keepsNothing"));
  }
}

function complain(sentence) {
  get("trouble").textContent = sentence;
  get("trouble").hidden = sentence === "";
}

// Marks

let at = Math.max(about.ids.indexOf(load("at", "")), 0);
let marks = new Map();
let comments = [];

function loadAll() {
  const loaded = about.ids.map((id) => [id, { ...EMPTY, ...load(id, EMPTY) }]);
  marks = new Map(loaded.map(([id, mark]) => [id, withItems(mark)]));
  const again = loaded.filter(([id, mark]) => mark.done && !marks.get(id).done).length;
  if (again) complain(say("changed", { count: again }));
  comments = load("comments", []);
}

function withItems(mark) { // without items that the rubric has no more
  const items = mark.items.filter((text) => about.items.some((item) => item.text === text));
  return items.length === mark.items.length ? mark : { ...mark, items, done: false };
}

function change(values) {
  const id = about.ids[at];
  const before = marks.get(id);
  const other = ["items", "comment"].some((name) => String(values[name] ?? before[name]) !== String(before[name]));
  const when = other || !before.when ? new Date().toISOString() : before.when;
  marks.set(id, { ...before, ...values, when });
  store(id, marks.get(id));
  showMark();
}

const chosen = (mark) => about.items.filter((item) => mark.items.includes(item.text));

function pointsOf(mark) {
  const sum = chosen(mark).reduce((all, item) => all + item.points, 0);
  return Math.round(1e4 * Math.min(Math.max(sum, 0), about.points)) / 1e4;
}

function reasonOf(mark) {
  const worth = (item) => (item.points ? ` (${signed(item.points)})` : "");
  const items = chosen(mark).map((item) => item.text + worth(item)).join("; ");
  return [items, mark.comment.trim()].filter(Boolean).join(". ") || say("nothing");
}

function toggle(index) {
  const item = about.items[index];
  if (!item) return;
  const { items } = marks.get(about.ids[at]);
  const others = items.filter((text) => text !== item.text);
  change({ items: others.length < items.length ? others : [...items, item.text] });
}

function insert(index) {
  if (!comments[index]) return;
  const { comment } = marks.get(about.ids[at]);
  const joined = [comment.trimEnd(), comments[index]].filter(Boolean).join(" ");
  change({ comment: joined.slice(0, get("comment").maxLength) });
}

function keep() {
  const comment = get("comment").value.trim();
  if (!comment || comments.includes(comment)) return;
  keepOnly([...comments, comment]);
}

function keepOnly(some) {
  comments = some;
  store("comments", comments);
  showComments();
}

function finish() {
  change({ done: true });
  const next = unmarkedAfter(at);
  if (next >= 0) show(next);
}

function unmarkedAfter(index) {
  const order = [...about.ids.keys()].map((step) => (index + 1 + step) % about.ids.length);
  return order.find((other) => !marks.get(about.ids[other]).done) ?? -1;
}

// What is seen

function make(kind, text = "", ...children) {
  const element = document.createElement(kind);
  element.textContent = text;
  element.append(...children);
  return element;
}

function key(name) {
  const element = make("kbd", name);
  element.ariaHidden = "true";
  return element;
}

function figure({ title, svg, digits }) { // which the grader has drawn: of numbers, of no text of a student's
  const drawn = svg ? new DOMParser().parseFromString(svg, "text/html").querySelector("svg") : null;
  const picture = drawn ? document.importNode(drawn, true) : make("ul", "", ...digits.map(digit));
  if (digits) picture.className = "digits";
  return make("figure", "", make("figcaption", title), picture);
}

function digit([image, alt, sentence]) {
  const drawn = make("img");
  drawn.src = data(image);
  drawn.alt = alt;
  drawn.width = drawn.height = 56;
  return make("li", "", drawn, make("p", sentence));
}

function file(id) {
  const { name, note, closed, lines } = data(id);
  const code = make("pre");
  code.className = "code";
  code.tabIndex = 0;
  code.role = "region";
  code.ariaLabel = name;
  const fill = () => code.replaceChildren(...lines.map(line));
  const parts = [note ? make("p", note) : "", lines.length ? code : ""];
  if (!closed) {
    fill();
    return [make("h3", name), ...parts];
  }
  const details = make("details", "", make("summary", name), ...parts);
  details.addEventListener("toggle", fill, { once: true });
  return [details];
}

function line(pieces) {
  const row = make("span", "", ...pieces.map(piece), "\n");
  row.className = "line";
  return row;
}

function piece(one) { // text, or text behind the name of its colour
  if (typeof one === "string") return one;
  const coloured = make("span", one[1]);
  coloured.className = one[0];
  return coloured;
}

function show(index) {
  if (!about.ids[index]) return;
  at = index;
  const one = data(about.ids[at]);
  store("at", one.id);
  get("answer").textContent = one.answer || say("noAnswer");
  get("pictures").replaceChildren(...one.pictures.map(figure));
  get("code").replaceChildren(...one.code.flatMap(file));
  showMark();
  get("which").focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

function showMark() {
  const mark = marks.get(about.ids[at]);
  const count = about.ids.length;
  get("which").textContent = say(mark.done ? "marked" : "answer", { number: at + 1, count });
  [...get("items").querySelectorAll("input")].forEach((box, index) => {
    box.checked = mark.items.includes(about.items[index].text);
  });
  get("points").value = about.points
    ? say("points", { points: written(pointsOf(mark)), most: written(about.points) }) : say("noPoints");
  if (get("comment").value !== mark.comment) get("comment").value = mark.comment;
  get("undo").disabled = !mark.done;
  const done = [...marks.values()].filter((other) => other.done).length;
  get("bar").max = count;
  get("bar").value = done;
  get("progress").textContent = say("progress", { done, count });
}

function showItems() {
  get("items").replaceChildren(...about.items.map((item, index) => {
    const box = make("input");
    box.type = "checkbox";
    box.addEventListener("change", () => toggle(index));
    const worth = make("span", item.points ? signed(item.points) : "");
    worth.className = "worth";
    return make("li", "", make("label", "", box, key(index + 1), make("span", item.text), worth));
  }));
}

function showComments() {
  get("kept-comments").hidden = comments.length === 0;
  get("kept").replaceChildren(...comments.map((comment, index) => {
    const use = make("button", comment);
    if (index < 9) use.prepend(key(`${say("shift")} ${index + 1}`), " ");
    const remove = make("button", "×");
    remove.ariaLabel = `${say("keepNoLonger")} ${comment}`;
    use.type = remove.type = "button";
    use.addEventListener("click", () => insert(index));
    remove.addEventListener("click", () => keepOnly(comments.filter((other) => other !== comment)));
    return make("li", "", use, remove);
  }));
}

// What is downloaded

function cell(text) {
  return `"${String(text).replace(/^[-=+@]/, "'$&").replaceAll('"', '""')}"`;
}

function table() {
  const rows = [...marks].filter(([, mark]) => mark.done).map(([id, mark]) => [
    ...[id, about.question, "points", pointsOf(mark), reasonOf(mark)],
    ...[get("who").value.trim(), mark.when],
  ]);
  const header = ["student", "question", "kind", "value", "reason", "who", "when"];
  return [header, ...rows].map((row) => row.map(cell).join(",")).join("\n");
}

function download() {
  if (!get("who").value.trim()) {
    complain(say("nameFirst"));
    get("who").focus();
    return;
  }
  complain("");
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${table()}\n`], { type: "text/csv" }));
  link.download = `decisions-${about.question}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

// Keys

const KEYS = {
  0: () => change({ items: [] }),
  ArrowLeft: () => show(at - 1),
  ArrowRight: () => show(at + 1),
  c: () => get("comment").focus(),
  d: download,
  u: () => show(unmarkedAfter(at)),
  z: () => change({ done: false }),
};

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.altKey || event.metaKey || event.isComposing) return;
  if (target.matches("textarea, input[type=text]")) {
    if (event.key === "Escape") get("which").focus();
    else if (event.key === "Enter" && event.ctrlKey && !event.repeat) finish();
    else return;
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.repeat || !get("keys").checked) return; // a key held marks one answer
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) (event.shiftKey ? insert : toggle)(digit[1] - 1);
  else if (event.key === "Enter" && !target.matches("button, summary, a")) finish();
  else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
  else return;
  event.preventDefault();
});

for (const [id, action] of Object.entries({
  done: finish,
  previous: KEYS.ArrowLeft,
  next: KEYS.ArrowRight,
  unmarked: KEYS.u,
  undo: KEYS.z,
  keep,
  download,
})) {
  get(id).addEventListener("click", action);
}
get("comment").addEventListener("input", () => change({ comment: get("comment").value }));
get("who").addEventListener("input", () => store("who", get("who").value));
get("marking").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("storage", () => { // another window has marked something
  loadAll();
  showComments();
  showMark();
});

loadAll();
get("who").value = load("who", "");
showItems();
showComments();
show(at);
