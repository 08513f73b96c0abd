// The desk: one fact after another against the text. Whatever articles wrote comes from the server as escaped text.
import { Sender } from "/static/sender.js";
import { endOfText, placesOf, rangeOf, showChosen, spanOf, textOf } from "/static/text.js";

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("words").textContent);
const desk = byId("desk"), card = byId("card"), reading = byId("text"), list = byId("records");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const isReadOnly = desk.hasAttribute("data-read-only");
const remember = (key, value) => { try { localStorage.setItem(`studyfacts-${key}`, value); } catch { /* not allowed */ } };
const recall = (key) => { try { return localStorage.getItem(`studyfacts-${key}`); } catch { return null; } };

let current = null;      // the key of the fact that is looked at
let mode = "facts";      // facts | form | choose
let chosen = null;       // the span of the form, or the one selected
let options = [];        // what digits choose
const marked = new Set();

// The panels: fresh from the server after each decision.
function swap(fragment) {
  for (const id of ["state", "text", "records"]) {
    const fresh = fragment.getElementById(id), shown = byId(id);
    if (!fresh || !shown) continue;
    Object.assign(shown.dataset, fresh.dataset);
    shown.replaceChildren(...fresh.childNodes);
  }
  const isDone = byId("state")?.dataset.done === "yes";
  for (const button of document.querySelectorAll(".article-acts [data-act=done]")) button.hidden = isDone;
  for (const button of document.querySelectorAll(".article-acts [data-act=reopen]")) button.hidden = !isDone;
  for (const key of [...marked]) if (!itemOf(key)) marked.delete(key);
  showMarked();
}
const parsed = (html) => { const made = document.createElement("template"); made.innerHTML = html; return made.content; };

const items = () => [...list.querySelectorAll(".fact")];
const itemOf = (key) => items().find((item) => item.dataset.key === key);
const inOrder = () => {
  const isDoubt = byId("order")?.value === "doubt";
  const by = isDoubt ? (item) => Number(item.dataset.rank) : (item) => Number(item.dataset.start);
  return items().sort((a, b) => by(a) - by(b));
};
const waiting = () => inOrder().filter((item) => item.dataset.status === "unreviewed");

// Which fact is looked at.
function show(key, scrolls = true) {
  const item = key && itemOf(key);
  current = item ? key : null;
  for (const one of items()) {
    one.classList.toggle("now", one === item);
    one.querySelector(".pick").setAttribute("aria-current", one === item ? "true" : "false");
  }
  light(item, scrolls);
  drawCard(item);
  if (item && scrolls) scrollInside(list, item);
}
const marksOf = (item) => [...reading.querySelectorAll(".lit")].filter((one) => one.dataset.facts.split(" ").includes(item.dataset.number));
function light(item, scrolls) {
  for (const one of reading.querySelectorAll(".now")) {
    one.classList.remove("now", "pulse");
    one.style.removeProperty("--hue");
  }
  if (!item) return;
  const marks = marksOf(item);
  const hue = getComputedStyle(item).getPropertyValue("--hue");  // that of the fact, also where another lies within it
  for (const one of marks) {
    one.classList.add("now");
    one.style.setProperty("--hue", hue);
  }
  if (marks[0] && scrolls) pulse(marks.filter((one) => one.closest(".block") === marks[0].closest(".block")));
}
function pulse(marks) {
  scrollInside(reading, marks[0], true);
  for (const one of marks) {
    one.classList.remove("pulse");
    void one.offsetWidth;  // begins the animation anew
    one.classList.add("pulse");
  }
}
function scrollInside(pane, element, isCentred = false) {
  const isScrolled = getComputedStyle(pane).overflowY === "auto";
  if (!isScrolled) {  // a narrow window scrolls as a whole, and to the text only
    if (isCentred) element.scrollIntoView({ block: "center", behavior: "instant" });
    return;
  }
  const outer = pane.getBoundingClientRect(), inner = element.getBoundingClientRect();
  const margin = isCentred ? outer.height * 0.25 : 8;
  if (inner.top < outer.top + margin || inner.bottom > outer.bottom - margin) {
    pane.scrollTop += inner.top - outer.top - outer.height * (isCentred ? 0.38 : 0.5);
  }
}
function step(by) {
  const all = inOrder(), at = all.findIndex((item) => item.dataset.key === current);
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) show(next.dataset.key);
}
// The next that waits: in text order the one behind, else from the top again.
function stepToWaiting() {
  const left = waiting();
  if (!left.length) { show(null); return; }
  const from = itemOf(current), isText = byId("order").value === "text";
  const behind = left.find((item) => item !== from && isText && from && Number(item.dataset.start) >= Number(from.dataset.start));
  show((behind || left.find((item) => item !== from) || left[0]).dataset.key);
}
// Looked over without a decision: the one behind it in the order, round and round.
function skipAhead() {
  const left = waiting(), at = left.findIndex((item) => item.dataset.key === current);
  if (left.length) show(left[(at + 1) % left.length].dataset.key);
}

// The card: what is known of the fact, and what can be done.
function drawCard(item) {
  const focused = card.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  card.replaceChildren();
  card.className = "card decision" + (item ? ` f-${item.dataset.field || ""}` : "");
  mode = "facts";
  setChosen(null);
  if (item) {
    for (const part of item.querySelector(".detail").cloneNode(true).childNodes) card.append(part.cloneNode(true));
    if (!isReadOnly) card.append(byId("decision-acts").content.cloneNode(true));
  } else if (!isReadOnly && byId("state").dataset.done !== "yes") {
    card.append(byId("all-checked").content.cloneNode(true));
  }
  card.hidden = !card.childNodes.length;
  if (focused) card.querySelector(`[data-act=${focused}]`)?.focus();
}
function setChosen(span) {
  chosen = span;
  showChosen(span);
}

// Decisions.
const sender = isReadOnly ? null : new Sender(desk.dataset.article, Number(desk.dataset.review), 0, {
  answered(act, answer, isLast) {
    if (!isLast) return;
    const stay = current;
    swap(parsed(answer.panels));
    byId("whole")?.replaceChildren(parsed(answer.whole));
    const goal = act.then ? act.then(answer) : stay;
    if (mode !== "facts") return;
    if (goal && itemOf(goal)) show(goal, goal !== stay); else stepToWaiting();
  },
  refused(act, answer) {
    if (answer.panels) { swap(parsed(answer.panels)); show(act.target[0] || current); }
    const wrong = card.querySelector("form .wrong");
    const text = fill(words.say.refused, { why: answer.why });
    if (wrong && mode === "form") { wrong.textContent = text; wrong.hidden = false; } else notice(text);
  },
  conflicted(act, answer, dropped) {
    swap(parsed(answer.panels));
    show(act.target[0] && itemOf(act.target[0]) ? act.target[0] : null);
    notice(fill(words.say.conflict, { name: answer.by, n: dropped }));
  },
  waiting(number, isOffline) {
    toast(number ? fill(isOffline ? words.say.offline : words.say.waiting, { n: number }) : words.say.saved, isOffline);
  },
});
function notice(text) {
  const box = byId("notice"), shut = document.createElement("button");
  shut.type = "button";
  shut.className = "text-button";
  shut.textContent = words.form.close;
  shut.addEventListener("click", () => { box.hidden = true; });
  box.replaceChildren(text + " ", shut);
  box.hidden = false;
}
function toast(text, isWrong) {
  const box = byId("status");
  box.textContent = text;
  box.classList.toggle("wrong", Boolean(isWrong));
}
// One key: the fact is marked at once and the next one is shown; the server's answer follows.
function settle(action, keys) {
  byId("notice").hidden = true;
  const status = action === "accept" ? "accepted" : "rejected";
  for (const key of keys) {
    const item = itemOf(key);
    if (item.dataset.status !== "unreviewed") continue;
    item.dataset.status = status;
    item.classList.replace("s-unreviewed", `s-${status}`);
    for (const one of marksOf(item)) one.classList.replace("s-unreviewed", `s-${status}`);
  }
  sender.push({ action, target: keys });
  stepToWaiting();
}
const recordOf = (key) => itemOf(key)?.dataset.record ?? "";
const recordNames = () => [...list.querySelectorAll(".record")].map((one) => one.dataset.record).filter(Boolean);
const nameOf = (id) => id ? fill(words.desk.record, { number: recordNames().indexOf(id) + 1 }) : words.desk.no_record;

const acts = {
  accept() { if (current) settle("accept", [current]); },
  reject() { if (current) settle("reject", [current]); },
  "accept-record"(id = recordOf(current)) {
    const keys = items().filter((item) => item.dataset.record === id && item.dataset.status === "unreviewed").map((item) => item.dataset.key);
    if (keys.length) settle("accept", keys);
  },
  correct() { if (current) openForm({ key: current }); },
  add() { openForm({ record: recordOf(current) }); },
  undo() { sender.push({ action: "undo", then: (answer) => answer.about || current }); },
  redo() { sender.push({ action: "redo", then: (answer) => answer.about || current }); },
  done() { sender.push({ action: "done", then() { location.href = byId("skip").href; } }); },
  reopen() { sender.push({ action: "reopen" }); },
  skip() { location.href = byId("skip").href; },
  comment() { writeComment(); },
  help() { byId("help").showModal(); },
  move() { if (current) moveFacts([current]); },
  "move-marked"() { moveFacts([...marked]); },
  split() {
    const keys = marked.size ? [...marked] : current ? [current] : [];
    if (!keys.length) return;
    marked.clear();
    sender.push({ action: "split", target: keys, after: { kind: "study" }, then: () => keys[0] });
  },
  merge(id = recordOf(current)) {
    if (!id) return;
    const others = recordNames().filter((one) => one !== id);
    choose(words.form.merge_title, others.map((into) => [nameOf(into), () => sender.push({ action: "merge", target: [into, id], then: () => current })]));
  },
  kind(id = recordOf(current)) {
    if (!id) return;
    choose(words.desk.kind, Object.entries(words.kinds).map(([kind, said]) => [said, () => sender.push({ action: "correct", target: [id], after: { kind }, then: () => current })]));
  },
  cancel() { show(current, false); closePicker(); },
};
function moveFacts(keys) {
  const from = new Set(keys.map(recordOf));
  const goals = [...recordNames(), ""].filter((id) => from.size > 1 || !from.has(id));
  const move = (id) => {
    marked.clear();
    sender.push({ action: "move", target: keys.filter((key) => recordOf(key) !== id), after: { record_id: id }, then: () => keys[0] });
  };
  const fresh = () => { marked.clear(); sender.push({ action: "split", target: keys, after: { kind: "study" }, then: () => keys[0] }); };
  choose(words.form.move_title, [...goals.map((id) => [nameOf(id), () => move(id)]), [words.desk.new_record, fresh]]);
}

// A question with a few answers, each with its digit.
function choose(title, answers) {
  mode = "choose";
  options = answers;
  const heading = document.createElement("h3");
  heading.textContent = title;
  const box = document.createElement("div");
  box.className = "options";
  answers.forEach(([said, take], number) => {
    const button = document.createElement("button"), key = document.createElement("kbd");
    button.type = "button";
    button.className = "decide";
    key.textContent = number + 1;
    button.append(key, ` ${said}`);
    button.addEventListener("click", () => answer(number));
    box.append(button);
  });
  card.hidden = false;
  card.replaceChildren(heading, box, cancelButton());
  box.querySelector("button")?.focus();
}
function answer(number) {
  if (!options[number]) return;
  const [, take] = options[number];
  show(current, false);
  take();
}
function cancelButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text-button";
  button.dataset.act = "cancel";
  button.textContent = `${words.form.cancel} (Esc)`;
  return button;
}
function writeComment() {
  mode = "choose";
  options = [];
  const form = document.createElement("form"), label = document.createElement("label"), area = document.createElement("textarea"), save = document.createElement("button");
  label.textContent = words.form.comment_title;
  area.maxLength = 1000;
  area.rows = 3;
  save.className = "decide good";
  save.textContent = words.form.save;
  label.append(area);
  form.className = "mend";
  form.append(label, save, " ", cancelButton());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const comment = area.value.trim(), key = current;
    show(current, false);
    if (comment) sender.push({ action: "comment", target: key ? [key] : [], comment, then: () => key });
  });
  area.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } });
  card.hidden = false;
  card.replaceChildren(form);
  area.focus();
}

// The form: mending a fact, or adding one.
async function openForm({ key = "", field = "", record = "", span = null }) {
  const query = new URLSearchParams({ id: desk.dataset.article, review: desk.dataset.review, key, field, record });
  if (span) { query.set("start", span.start); query.set("end", span.end); }
  const reply = await fetch(`/form?${query}`);
  if (!reply.ok) { notice(fill(words.say.refused, { why: (await reply.text()).trim() })); return; }
  closePicker();
  card.hidden = false;
  card.replaceChildren(parsed(await reply.text()));
  mode = "form";
  const form = card.querySelector("form"), item = key && itemOf(key);
  form.spans = item ? JSON.parse(item.dataset.spans) : [];
  form.at = 0;
  if (span) setSpan(form, span, false);
  else if (item) setSpan(form, { start: form.spans[0][0], end: form.spans[0][1] }, false);
  else setSpan(form, null, false);
  form.addEventListener("input", (event) => formInput(form, event));
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form); });
  (form.elements.find && !span ? form.elements.find : form.querySelector("[name^='value.']"))?.focus();
}
function setSpan(form, span, asks = true) {
  setChosen(span);
  form.querySelector("#quote bdi").textContent = span ? textOf(span.start, span.end) : "—";
  if (span) form.spans[form.at] = [span.start, span.end];
  if (span && asks) { clearTimeout(form.timer); form.timer = setTimeout(() => propose(form), 120); }
}
async function propose(form) {
  const field = form.elements.field.value, asked = chosen;
  const reply = await fetch(`/propose?${new URLSearchParams({ id: desk.dataset.article, field, start: asked.start, end: asked.end })}`);
  if (!reply.ok || asked !== chosen) return;
  for (const [name, value] of Object.entries(await reply.json())) {
    const input = form.elements[`value.${name}`];
    if (!input || input.dataset.touched || value === null) continue;
    if (input.type === "checkbox") input.checked = Boolean(value); else input.value = value;
  }
}
async function formInput(form, event) {
  const input = event.target;
  if (input.name === "field") { await openForm({ key: form.dataset.key, field: input.value, record: form.elements.record?.value || "", span: chosen }); return; }
  if (input.name === "find") { form.found = placesOf(input.value.trim()); form.nth = 0; findNext(form, 0); return; }
  input.dataset.touched = "yes";
}
function findNext(form, by) {
  const input = form.elements.find, found = form.found || [];
  input.setCustomValidity(input.value && !found.length ? words.form.not_found : "");
  if (!found.length) { setSpan(form, null); return; }
  form.nth = (form.nth + by + found.length) % found.length;
  setSpan(form, found[form.nth]);
  const range = rangeOf(chosen.start, chosen.end);
  if (range) scrollInside(reading, range.startContainer.parentElement, true);
}
function nudge(form, edge, by) {
  if (!chosen) return;
  const span = { ...chosen };
  span[edge] += by;
  if (span.start < 0 || span.end > endOfText() || span.start >= span.end) return;
  setSpan(form, span);
}
// Dragging while a form is open sets the boundary of the place that it touches, else of the first.
function dragged(form, span) {
  const at = form.spans.findIndex(([start, end]) => start < span.end && span.start < end);
  form.at = Math.max(at, 0);
  setSpan(form, span);
}
function save(form) {
  const wrong = form.querySelector(".wrong");
  wrong.hidden = true;
  if (!form.spans.length) { wrong.textContent = words.form.nothing_selected; wrong.hidden = false; return; }
  const value = {};
  for (const input of form.querySelectorAll("[name^='value.']")) {
    value[input.name.slice(6)] = input.type === "checkbox" ? (input.checked ? "true" : "") : input.value;
  }
  const field = form.elements.field.value, key = form.dataset.key;
  if (key) {
    sender.push({ action: "correct", target: [key], after: { field, value, spans: form.spans }, then() { mode = "facts"; return null; } });
  } else {
    const record_id = form.elements.record.value;
    sender.push({ action: "add", after: { field, record_id, value, spans: form.spans }, then(reply) { mode = "facts"; return reply.about; } });
  }
}

// Selected text: what is it?
const picker = byId("picker");
function closePicker() { if (picker) picker.hidden = true; }
function selected() {
  const selection = getSelection();
  if (isReadOnly || !selection.rangeCount || selection.isCollapsed) { closePicker(); return; }
  const range = selection.getRangeAt(0);
  if (!reading.contains(range.commonAncestorContainer)) return;
  const span = spanOf(range);
  if (!span) return;
  if (mode === "form") { selection.removeAllRanges(); dragged(card.querySelector("form"), span); return; }
  setChosen(span);
  const box = range.getBoundingClientRect();
  picker.hidden = false;
  picker.style.left = `${Math.max(8, Math.min(box.left, innerWidth - picker.offsetWidth - 8)) + scrollX}px`;
  picker.style.top = `${(box.bottom + picker.offsetHeight + 12 < innerHeight ? box.bottom + 8 : box.top - picker.offsetHeight - 8) + scrollY}px`;
}
function showMarked() {
  const box = byId("marked-acts");
  if (!box) return;
  for (const item of items()) { const mark = item.querySelector(".mark"); if (mark) mark.checked = marked.has(item.dataset.key); }
  list.classList.toggle("marking", marked.size > 0);
  box.hidden = !marked.size;
  box.querySelector("[data-act=move-marked]").textContent = fill(words.desk.move_marked, { n: marked.size });
  box.querySelector("[data-act=split]").textContent = fill(words.desk.split_marked, { n: marked.size });
}

// The mouse.
document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]");
  if (act) {
    const record = act.closest(".record");
    if (act.dataset.act === "dismiss") sender.push({ action: "dismiss", target: [act.dataset.decision], then: () => current });
    else if (record) acts[act.dataset.act](record.dataset.record);
    else acts[act.dataset.act]();
    return;
  }
  const edge = event.target.closest("[data-edge]");
  if (edge) { nudge(edge.closest("form"), edge.dataset.edge, Number(edge.dataset.by)); return; }
  const field = event.target.closest("#picker [data-field]");
  if (field) { openForm({ field: field.dataset.field, record: recordOf(current), span: chosen }); getSelection().removeAllRanges(); return; }
  const pick = event.target.closest(".pick");
  if (pick) { show(pick.closest(".fact").dataset.key); return; }
  const place = event.target.closest(".place");
  if (place && mode === "facts") { goToPlace(Number(place.dataset.start)); return; }
  const lit = event.target.closest("#text .lit");
  if (lit && mode === "facts" && getSelection().isCollapsed) clickLit(lit);
});
// A click on lit text shows the innermost fact; where several overlap, a further click shows the next one outwards.
function clickLit(lit) {
  const numbers = lit.dataset.facts.trim().split(" ");
  const keys = numbers.map((number) => list.querySelector(`.fact[data-number="${number}"]`).dataset.key);
  const at = keys.indexOf(current);
  show(keys[(at + 1) % keys.length], false);
  scrollInside(list, itemOf(current));
}
function goToPlace(start) {
  const mark = marksOf(itemOf(current)).find((one) => {
    const range = rangeOf(start, start + 1);
    return range && one.contains(range.startContainer);
  });
  if (mark) pulse([mark]);
}
let place = 0;
function nextPlace() {
  const places = [...card.querySelectorAll(".place")];
  if (!places.length) return;
  place = (place + 1) % places.length;
  goToPlace(Number(places[place].dataset.start));
}
document.addEventListener("change", (event) => {
  if (event.target.matches(".mark")) {
    const key = event.target.closest(".fact").dataset.key;
    if (event.target.checked) marked.add(key); else marked.delete(key);
    showMarked();
  }
  if (event.target.id === "order") { remember("order", event.target.value); if (waiting().length) show(waiting()[0].dataset.key); event.target.blur(); }
  if (event.target.id === "labels") { reading.classList.toggle("no-labels", !event.target.checked); remember("labels", event.target.checked ? "" : "off"); }
});
document.addEventListener("mouseup", (event) => { if (!event.target.closest?.("#picker")) setTimeout(selected); });

// The keyboard. Letters work whatever input method is on, and never while something is typed.
const letters = {
  a: "accept", x: "reject", e: "correct", c: "comment", u: "undo", m: "move", s: "split", g: "merge", t: "kind", i: "add", d: "done", n: "skip",
  A: "accept-record", U: "redo", "?": "help",
};
const walking = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), " ": skipAhead, p: nextPlace };
function letterOf(event) {
  if (event.key !== "Process" && event.key.length > 0 && event.keyCode !== 229) return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter ? (event.shiftKey ? letter : letter.toLowerCase()) : event.key;
}
document.addEventListener("keydown", (event) => {
  if (byId("help")?.open) { if (event.key === "?") byId("help").close(); return; }
  if (event.key === "Escape") { if (mode !== "facts" || (picker && !picker.hidden)) { acts.cancel(); event.preventDefault(); } return; }
  const form = mode === "form" ? card.querySelector("form") : null;
  if (form && event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    event.preventDefault();
    nudge(form, event.shiftKey ? "start" : "end", event.key === "ArrowLeft" ? -1 : 1);
    return;
  }
  if (form && event.key === "Enter" && event.target.name === "find" && !event.isComposing) {
    event.preventDefault();
    if (event.ctrlKey) form.requestSubmit(); else findNext(form, event.shiftKey ? -1 : 1);
    return;
  }
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isReadOnly) { event.preventDefault(); acts[event.shiftKey ? "redo" : "undo"](); return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = letterOf(event), digit = Number(key) - 1;
  if (mode === "choose") { if (digit >= 0 && digit < 9) { event.preventDefault(); answer(digit); } return; }
  if (mode === "form") return;
  if (picker && !picker.hidden) {
    const button = picker.querySelector(`[data-digit="${CSS.escape(key)}"]`);
    if (button) { event.preventDefault(); button.click(); return; }
  }
  if (key === " " && event.target.matches("button, summary, a, input")) return;
  if (walking[key]) { event.preventDefault(); place = 0; walking[key](); return; }
  if (key === "o" && byId("order")) { const order = byId("order"); order.value = order.value === "doubt" ? "text" : "doubt"; order.dispatchEvent(new Event("change", { bubbles: true })); return; }
  if (key === "l" && byId("labels")) { byId("labels").click(); return; }
  if (isReadOnly) return;
  if (key === "v" && current) { event.preventDefault(); if (marked.has(current)) marked.delete(current); else marked.add(current); showMarked(); return; }
  if (letters[key]) { event.preventDefault(); acts[letters[key]](); }
});

if (byId("order")) byId("order").value = recall("order") === "text" ? "text" : "doubt";
if (byId("labels")) { byId("labels").checked = recall("labels") !== "off"; reading.classList.toggle("no-labels", !byId("labels").checked); }
const panels = byId("panels");
if (panels) swap(panels.content);
if (sender) sender.version = Number(byId("state").dataset.version);
show((waiting()[0] || (isReadOnly ? inOrder()[0] : null))?.dataset.key || null);
document.documentElement.dataset.ready = "yes";
