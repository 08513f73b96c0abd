const { cases, labels } = JSON.parse(document.getElementById("data").textContent);
const PAGE = 100;

for (const one of cases) {
  const keys = [...(one.missing || []), ...(one.extra || [])].map((key) => key.join(" "));
  one.by = one.found?.by && one.field !== "record" ? one.found.by : "";
  one.words = [one.article, one.passage, one.gold?.value, one.found?.value, one.by, ...(one.studies || []), ...keys].join("\n").toLowerCase();
}
const fieldLabel = (field) => labels.fields[field] || ["研究", "study"];
function counted(of) {
  const counts = new Map();
  for (const one of cases) if (of(one)) counts.set(of(one), (counts.get(of(one)) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
const filters = {
  field: [["全部字段", "all fields"], (one) => one.field, fieldLabel],
  error: [["全部错误", "all errors"], (one) => one.error, (code) => labels.errors[code]],
  kind: [["全部文章类型", "all kinds of article"], (one) => one.kind, (code) => [code, code]],
  by: [["全部规则", "all rules"], (one) => one.by, (code) => [code, code]],
};
function fillFilters() {
  byId("find").placeholder = say(["搜索原文、值、文章、规则……", "Search text, values, articles, rules …"]);
  for (const [id, [all, of, label]] of Object.entries(filters)) {
    const select = byId(id), chosen = select.value;
    const options = counted(of).map(([code, count]) => element("option", { value: code }, `${say(label(code))} (${count})`));
    select.replaceChildren(element("option", { value: "" }, say(all)), ...options);
    select.value = chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
}

let found = cases, shown = 0, current = -1;
function fits(one, words) {
  if (words && !one.words.includes(words)) return false;
  return Object.entries(filters).every(([id, [, of]]) => !byId(id).value || of(one) === byId(id).value);
}
function filter() {
  const words = byId("find").value.trim().toLowerCase();
  found = cases.filter((one) => fits(one, words));
  byId("cases").replaceChildren();
  shown = 0;
  current = -1;
  showMore();
}
function showMore() {
  byId("cases").append(...found.slice(shown, shown + PAGE).map((one, i) => card(one, shown + i)));
  shown = Math.min(shown + PAGE, found.length);
  byId("more").hidden = shown === found.length;
  byId("nothing").hidden = found.length > 0;
  showPlace();
}
function showPlace() {
  byId("place").textContent = current < 0 ? `${found.length}` : `${current + 1} / ${found.length}`;
}

// Offsets are code points; JavaScript counts UTF-16 units.
function passage(one) {
  const letters = [...one.passage], pieces = [];
  const cuts = new Set([0, letters.length]);
  for (const side of [one.gold, one.found]) for (const cut of side?.span || []) cuts.add(cut);
  const sorted = [...cuts].sort((a, b) => a - b);
  const within = (span, start, end) => span && span[0] <= start && end <= span[1];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    const kinds = [within(one.gold?.span, start, end) && "gold-span", within(one.found?.span, start, end) && "found-span"].filter(Boolean);
    pieces.push(element("span", { class: kinds.join(" ") || null }, letters.slice(start, end).join("")));
  }
  return element("p", { dir: "auto" }, ...pieces);
}
function side(label, said) {
  if (!said) return [element("dt", {}, both(label)), element("dd", {}, "–")];
  const notes = Object.entries(said.notes || {}).map(([name, value]) => `${name}: ${value}`).join(" · ");
  const by = said.by ? element("code", {}, ` ${said.by}${said.confidence == null ? "" : ` ${said.confidence.toFixed(2)}`}`) : null;
  return [element("dt", {}, both(label)), element("dd", {}, isolated(said.value), " ", element("i", {}, isolated(notes)), by)];
}
function chips(label, keys, extra) {
  if (!keys?.length) return [];
  const made = keys.map(([field, value]) => element("span", { class: `chip ${extra}` }, both(fieldLabel(field)), " ", isolated(value)));
  return [element("dt", {}, both(label)), element("dd", {}, ...made)];
}
function differing(several) {
  if (!several?.length) return [];
  const made = several.map(([field, value, change]) => element("span", { class: "chip" }, both(fieldLabel(field)), " ", isolated(value), " ", isolated(change)));
  return [element("dt", {}, both(["属性", "attributes"])), element("dd", {}, ...made)];
}
function card(one, number) {
  const made = element("li", { "data-number": number });
  made.append(
    element("header", {},
      element("b", {}, both(fieldLabel(one.field))),
      element("span", { class: `error ${one.error}` }, both(labels.errors[one.error])),
      isolated(one.article), element("span", {}, one.kind), element("span", {}, (one.studies || []).join(" "))),
    ...(one.passage ? [passage(one)] : []),
    element("dl", { class: "said" },
      ...side(["金标准", "gold"], one.gold), ...side(["程序", "found"], one.found),
      ...chips(["缺少", "missing"], one.missing, ""), ...chips(["多出", "extra"], one.extra, "extra"), ...differing(one.differing)));
  made.addEventListener("click", () => go(number));
  return made;
}
function go(number) {
  if (number < 0 || number >= found.length) return;
  while (number >= shown) showMore();
  document.querySelector(".cases [aria-current]")?.removeAttribute("aria-current");
  current = number;
  const made = document.querySelector(`.cases [data-number="${number}"]`);
  made.setAttribute("aria-current", "true");
  made.scrollIntoView({ block: "nearest" });
  showPlace();
}
function nextArticle(step) {
  const article = found[Math.max(current, 0)]?.article;
  let number = Math.max(current, 0);
  while (found[number] && found[number].article === article) number += step;
  go(number);
}
function cycle(id) {
  const select = byId(id);
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  filter();
}
const KEYS = {
  j: () => go(current + 1), k: () => go(current - 1), n: () => nextArticle(1), p: () => nextArticle(-1),
  f: () => cycle("field"), e: () => cycle("error"), a: () => cycle("kind"), r: () => cycle("by"), "/": () => byId("find").focus(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape") {
    if (typing) { event.target.blur(); return; }
    byId("filters").reset();
    filter();
  } else if (!typing && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("more").addEventListener("click", showMore);

function shownInLanguage() {
  fillFilters();
  showPlace();
}
setTheme(recall("theme"));
setLanguage(recall("language") === "en" ? "en" : "zh");
filter();
