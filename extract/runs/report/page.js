const { labels } = JSON.parse(document.getElementById("data").textContent);
const PAGE = 20, CONTEXT = 80, UNSURE = 0.6;
const COLUMNS = [["institution"], ["journal", "date", "identifier"], ["design", "condition", "cell_type", "dose"], ["patients", "p_value", "follow_up"]];
const SVG = "http://www.w3.org/2000/svg";

function shownInLanguage() {
  fillFilters();
  showPlace();
}

// The records: JSON, gzipped, in base64; those that most need a look come first.
let records = [], choices = {}, found = [], first = 0;
async function unpacked() {
  const bytes = Uint8Array.from(atob(byId("packed").textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
function begin(read) {
  records = read;
  for (const record of records) {
    const texts = record.values.map((value) => `${value.text} ${value.note || ""}`);
    record.words = [record.id, record.source, record.article, record.url || "", ...texts].join("\n").toLowerCase();
    record.has = (field, text) => record.values.some((value) => value.field === field && value.text === text);
  }
  choices = choicesOf(records);
  fillFilters();
  byId("wait").hidden = true;
  search();
}
function counted(codes) {
  const counts = new Map();
  for (const code of codes) counts.set(code, (counts.get(code) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
const codesOf = (records, field) => counted(records.flatMap((record) => [...new Set(record.values.filter((value) => value.field === field).map((value) => value.text))]));
const choicesOf = (records) => ({
  kind: [["", ["全部类别", "all kinds"]], ...counted(records.map((record) => record.kind)).map(([code, count]) => [code, labels.kinds[code], count])],
  design: [["", ["全部设计", "all designs"]], ...codesOf(records, "design").map(([code, count]) => [code, labels.designs[code] || [code, code], count])],
  cells: [["", ["全部细胞", "all cells"]], ...codesOf(records, "cell_type").map(([code, count]) => [code, [code, code], count])],
  flag: [
    ["", ["有无标记", "flagged or not"]], ["*", ["有标记", "flagged"]], ["-", ["无标记", "not flagged"]],
    ...counted(records.flatMap((record) => [...new Set(record.flags.map((flag) => flag.code))])).map(([code, count]) => {
      const flag = records.flatMap((record) => record.flags).find((one) => one.code === code);
      return [code, [flag.zh, flag.en], count];
    }),
  ],
  order: [["", ["待核查的在前", "to check first"]], ["low", ["可信度从低到高", "least sure first"]], ["high", ["可信度从高到低", "surest first"]], ["place", ["按文章顺序", "in order of the articles"]]],
});
const ORDERS = { low: (a, b) => a.confidence - b.confidence, high: (a, b) => b.confidence - a.confidence, place: (a, b) => a.place - b.place };
function fillFilters() {
  byId("find").placeholder = say(["搜索题目、机构、期刊、编号……", "Search titles, institutions, journals, identifiers …"]);
  for (const [id, options] of Object.entries(choices)) {
    const select = byId(id), chosen = select.value;
    select.replaceChildren(...options.map(([code, label, count]) => element("option", { value: code }, say(label) + (count ? ` (${count})` : ""))));
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
}

function search() {
  const terms = byId("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const [kind, design, cells, flag, order] = ["kind", "design", "cells", "flag", "order"].map((id) => byId(id).value);
  const flagged = (record) => flag === "*" ? record.flags.length > 0 : flag === "-" ? !record.flags.length : record.flags.some((one) => one.code === flag);
  found = records.filter((record) =>
    (!kind || record.kind === kind) && (!design || record.has("design", design)) && (!cells || record.has("cell_type", cells)) &&
    (!flag || flagged(record)) && terms.every((term) => record.words.includes(term)));
  if (order) found.sort(ORDERS[order]);
  turnTo(0);
}
function turnTo(place) {
  first = place;
  byId("rows").replaceChildren(...found.slice(first, first + PAGE).map(row));
  byId("nothing").hidden = found.length > 0;
  byId("back").disabled = first === 0;
  byId("on").disabled = first + PAGE >= found.length;
  showPlace();
}
function showPlace() {
  const last = Math.min(first + PAGE, found.length);
  byId("place").textContent = found.length ? `${(first + 1).toLocaleString()}–${last.toLocaleString()} / ${found.length.toLocaleString()}` : "";
}

function row(record) {
  const of = (field) => record.values.filter((value) => value.field === field);
  const cells = COLUMNS.map((fields) => {
    const list = element("ul", { class: "values" });
    for (const field of fields) of(field).forEach((value, n) => list.append(element("li", { class: n || !list.children.length ? null : "group" }, button(record, value))));
    return element("td", {}, list.children.length ? list : element("span", { class: "none" }, "–"));
  });
  return element("tr", {}, element("td", {}, ...study(record, of("title"))), ...cells, element("td", {}, score(record), ...record.flags.map((flag) => doubt(record, flag))));
}
function study(record, titles) {
  const title = titles.length ? titles.map((value) => element("p", { class: "titled" }, button(record, value))) : [element("span", { class: "none" }, isolated(record.article || "–"))];
  const isWeb = /^https?:\/\//i.test(record.url || "");
  const source = isWeb ? element("a", { href: record.url, target: "_blank", rel: "noopener noreferrer" }, isolated(record.source || record.url)) : isolated(record.source);
  return [...title, element("p", { class: "origin" }, both(labels.kinds[record.kind]), " · ", source)];
}
function score(record) {
  const bar = document.createElementNS(SVG, "svg");
  bar.setAttribute("class", "bar"); bar.setAttribute("viewBox", "0 0 100 8"); bar.setAttribute("preserveAspectRatio", "none"); bar.setAttribute("aria-hidden", "true");
  for (const [width, kind] of [[100, "track"], [100 * record.confidence, ""]]) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("width", width); rect.setAttribute("height", 8); rect.setAttribute("class", kind);
    bar.append(rect);
  }
  return element("div", { class: "score" }, record.confidence.toFixed(2), bar);
}
function button(record, value) {
  const sure = Math.max(...value.places.map((place) => place[3]));
  const text = value.field === "design" ? both(labels.designs[value.text] || [value.text, value.text]) : isolated(value.text);
  const made = element("button", { type: "button", class: `value ${value.field}${sure < UNSURE ? " unsure" : ""}`, "aria-expanded": "false" }, text);
  if (value.note) made.append(" ", element("em", {}, isolated(value.note)));
  if (value.role && labels.roles[value.role]) made.append(" ", element("em", {}, both(labels.roles[value.role])));
  made.addEventListener("click", () => toggle(made, () => quotes(record, both(labels.fields[value.field]), value.places, value.more || 0)));
  return made;
}
function doubt(record, flag) {
  const made = element("button", { type: "button", class: `raised ${flag.level}`, "aria-expanded": "false" }, both([flag.zh, flag.en]));
  made.addEventListener("click", () => toggle(made, () => quotes(record, both([flag.zh, flag.en]), flag.places, 0)));
  return made;
}
function toggle(made, content) {
  const line = made.closest("tr"), wasOpen = made.getAttribute("aria-expanded") === "true";
  close();
  if (wasOpen) return;
  made.setAttribute("aria-expanded", "true");
  line.after(element("tr", { class: "evidence" }, element("td", { colspan: 6 }, content())));
}
function close() {
  document.querySelectorAll("[aria-expanded=true]").forEach((one) => one.setAttribute("aria-expanded", "false"));
  document.querySelectorAll("tr.evidence").forEach((one) => one.remove());
}
function quotes(record, heading, places, more) {
  const shut = element("button", { type: "button", "aria-label": "关闭 close" }, "✕");
  shut.addEventListener("click", close);
  const count = places.length + more;
  const made = element("div", { class: "quotes" }, element("h4", {}, element("span", {}, heading), element("small", {}, both([`${count} 处`, count === 1 ? "1 place" : `${count} places`])), shut));
  for (const place of places) made.append(quote(record, place));
  if (more) made.append(element("footer", {}, both([`另有 ${more} 处，见 articles.jsonl`, `and ${more} more; see articles.jsonl`])));
  return made;
}
function quote(record, [start, end, extractor, confidence]) {
  const passage = record.passages.find(([offset, text]) => offset <= start && end <= offset + [...text].length);
  // Offsets count code points; a string of JavaScript counts UTF-16 units.
  const characters = [...passage[1]], offset = passage[0];
  const from = Math.max(start - CONTEXT - offset, 0), to = Math.min(end + CONTEXT - offset, characters.length);
  const piece = (a, b) => characters.slice(a, b).join("");
  return element("blockquote", {},
    (from > 0 ? "…" : "") + piece(from, start - offset), element("mark", {}, piece(start - offset, end - offset)),
    piece(end - offset, to) + (to < characters.length ? "…" : ""),
    element("footer", {}, both(["可信度", "confidence"]), ` ${confidence.toFixed(2)} · ${extractor} · ${start}–${end}`));
}

byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("input", search);
byId("back").addEventListener("click", () => turnTo(Math.max(first - PAGE, 0)));
byId("on").addEventListener("click", () => turnTo(first + PAGE));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-find], [data-flag]");
  if (!name) return;
  byId("filters").reset();
  if (name.dataset.flag) byId("flag").value = name.dataset.flag;
  else if (labels.designs[name.dataset.find]) byId("design").value = name.dataset.find;
  else byId("find").value = name.dataset.find;
  search();
  byId("records").scrollIntoView();
});
setTheme(recall("theme"));
setLanguage(recall("language") === "en" ? "en" : "zh");
unpacked().then(begin, () => { byId("wait").hidden = true; byId("unread").hidden = false; });
