// Offsets of the article's text. They count code points; a string of JavaScript counts UTF-16 units, two for a character
// outside the basic plane. Each block says where it begins, and holds its text and nothing else.

const pane = () => document.getElementById("text");
export const blocks = () => [...pane().querySelectorAll(".block")];
const beginOf = (block) => Number(block.dataset.start);

export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function offsetIn(block, node, unit) {
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEnd(node, unit);
  return beginOf(block) + codePoints(range.toString());
}

// What of the article a range of the document covers, less white space at its edges; null where nothing is left.
export function spanOf(range) {
  const touched = blocks().filter((block) => range.intersectsNode(block));
  if (!touched.length) return null;
  const [first, last] = [touched[0], touched[touched.length - 1]];
  const start = first.contains(range.startContainer) ? offsetIn(first, range.startContainer, range.startOffset) : beginOf(first);
  const end = last.contains(range.endContainer)
    ? offsetIn(last, range.endContainer, range.endOffset) : beginOf(last) + codePoints(last.textContent);
  return trimmed(start, end);
}

function trimmed(start, end) {
  const characters = [...textOf(start, end)];
  const isBlank = (at) => !characters[at].trim();
  let [first, last] = [0, characters.length];
  while (first < last && isBlank(first)) first += 1;
  while (last > first && isBlank(last - 1)) last -= 1;
  return first < last ? { start: start + first, end: start + last } : null;
}

// The text between two offsets; between blocks it has a line break, padded to keep offsets true.
export function textOf(start, end) {
  let text = "", at = start;
  for (const block of blocks()) {
    const begin = beginOf(block), characters = [...block.textContent];
    const from = Math.max(at, begin), to = Math.min(end, begin + characters.length);
    if (from >= to) continue;
    text += "\n".repeat(from - at) + characters.slice(from - begin, to - begin).join("");
    at = to;
  }
  return text + "\n".repeat(Math.max(0, Math.min(end, endOfText()) - at));
}

export function endOfText() {
  const all = blocks(), last = all[all.length - 1];
  return last ? beginOf(last) + codePoints(last.textContent) : 0;
}

// A range of the document for a span of the article.
export function rangeOf(start, end) {
  const from = pointAt(start, false), to = pointAt(end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

function pointAt(offset, isEnd) {
  for (const block of blocks()) {
    let at = beginOf(block);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const characters = [...walker.currentNode.data], stop = at + characters.length;
      if (isEnd ? offset > at && offset <= stop : offset >= at && offset < stop) {
        return [walker.currentNode, characters.slice(0, offset - at).join("").length];
      }
      at = stop;
    }
  }
  return null;
}

// The places where words stand, in text order.
export function placesOf(words) {
  const found = [];
  if (!words) return found;
  for (const block of blocks()) {
    const text = block.textContent;
    for (let unit = text.indexOf(words); unit >= 0; unit = text.indexOf(words, unit + 1)) {
      const start = beginOf(block) + codePoints(text.slice(0, unit));
      found.push({ start, end: start + codePoints(words) });
    }
  }
  return found;
}

// Shows a span that is being chosen, without touching the text's elements.
export function showChosen(span) {
  const range = span && rangeOf(span.start, span.end);
  if (window.CSS && CSS.highlights) {
    CSS.highlights.delete("chosen");
    if (range) CSS.highlights.set("chosen", new Highlight(range));
  } else if (range) {
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  return range;
}
