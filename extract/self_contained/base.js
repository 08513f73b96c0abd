"use strict";
// What pages wrote reaches the document as text nodes and attributes, never as markup. The page's own script follows, and
// defines shownInLanguage(): what it must write anew when the language changes.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) if (value != null) made.setAttribute(key, value);
  made.append(...children.filter((child) => child != null));
  return made;
}
const isolated = (text) => element("bdi", {}, text);
function both([zh, en]) {
  const made = document.createDocumentFragment();
  made.append(element("span", { class: "zh", lang: "zh" }, zh), element("span", { class: "en", lang: "en" }, en));
  return made;
}
const isEnglish = () => root.dataset.language === "en";
const say = ([zh, en]) => (isEnglish() ? en : zh);

// Language and theme: remembered where the browser allows it for local files.
const remember = (key, value) => { try { localStorage.setItem(`studyfacts-${key}`, value); } catch { /* not allowed */ } };
const recall = (key) => { try { return localStorage.getItem(`studyfacts-${key}`); } catch { return null; } };
function setLanguage(language) {
  root.dataset.language = language;
  root.lang = language === "en" ? "en" : "zh-CN";
  shownInLanguage();
}
function setTheme(theme) { if (theme) root.dataset.theme = theme; }
byId("language").addEventListener("click", () => {
  setLanguage(isEnglish() ? "zh" : "en");
  remember("language", root.dataset.language);
});
byId("theme").addEventListener("click", () => {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  setTheme(isDark ? "light" : "dark");
  remember("theme", root.dataset.theme);
});
