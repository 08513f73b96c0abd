"""Reads a gold page: an HTML page whose facts stand in `<mark data-field=…>` elements (corpus/GUIDELINES.md).

The text of a gold article is made here by BeautifulSoup, apart from `extract.page`: what the product's page stage loses
must count as lost.
"""

import dataclasses
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString

MARK = re.compile(r"""<mark\b(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*)>|</mark\s*>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Planes 15 and 16 are private use: no page carries their characters.
_OPEN, _CLOSE = 0xF0000, 0x100000
_SENTINEL = re.compile("[\U000f0000-\U0010fffd]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_UNSHOWN = {"script", "style", "head", "template", "noscript", "textarea", "select", "svg", "iframe"}
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})
# fmt: on
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")


class GoldError(ValueError):
    """A gold page or manifest that cannot be used; the message says where and what to do."""


@dataclass(frozen=True)
class Mark:
    """One marked fact: `attributes` without their `data-` prefix, `text` = `GoldPage.text[start:end]` (characters)."""

    field: str
    start: int
    end: int
    text: str
    attributes: dict[str, str] = dataclasses.field(default_factory=dict)

    @property
    def records(self) -> list[str]:
        return self.attributes.get("record", "").split()


@dataclass(frozen=True)
class GoldPage:
    """`raw` is the page without marks, `text` what a browser shows of it, a line a block; `marks` by position."""

    raw: str
    text: str
    marks: list[Mark]


def read_marks(page: str) -> GoldPage:
    """Splits a gold page into the raw page and its facts.

    Raises GoldError where marks are not closed, cross a tag, or have no text.
    """
    attributes: list[dict[str, str]] = []
    stack: list[int | None] = []

    def sentinel(found: re.Match[str]) -> str:
        if found["attributes"] is None:
            if not stack:
                raise GoldError(f"line {_line(page, found.start())}: </mark> closes nothing; remove it")
            number = stack.pop()
            return found[0] if number is None else chr(_CLOSE + number)
        given = _attributes(found["attributes"])
        if "field" not in given:  # the site's own highlighting
            stack.append(None)
            return found[0]
        attributes.append(given)
        stack.append(len(attributes) - 1)
        return chr(_OPEN + len(attributes) - 1)

    if _SENTINEL.search(page):
        raise GoldError("private-use characters of planes 15 and 16 are reserved; remove them from the page")
    with_sentinels = MARK.sub(sentinel, page)
    if stack:
        told = _told(attributes[stack[-1]]) if stack[-1] is not None else "of the site"
        raise GoldError(f"the mark {told} is never closed; add </mark>")
    _refuse_crossings(with_sentinels, attributes)
    text, spans = _without_sentinels(_shown(with_sentinels))
    missing = [one for number, one in enumerate(attributes) if number not in spans]
    if missing:
        raise GoldError(f"the mark {_told(missing[0])} stands where a browser shows nothing; move it into the text")
    marks = [_mark(text, *spans[number], one) for number, one in enumerate(attributes)]
    return GoldPage(_SENTINEL.sub("", with_sentinels), text, sorted(marks, key=lambda one: (one.start, -one.end)))


def _attributes(source: str) -> dict[str, str]:
    return {name.removeprefix("data-"): html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(source)}


def _mark(text: str, start: int, end: int, attributes: dict[str, str]) -> Mark:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise GoldError(f"the mark {_told(attributes)} has no text; remove it")
    rest = {name: value for name, value in attributes.items() if name != "field"}
    return Mark(attributes["field"], start, end, text[start:end], rest)


def _refuse_crossings(page: str, attributes: list[dict[str, str]]) -> None:
    """Every tag opened inside a mark is closed inside it, so that taking marks away leaves the page as it was."""
    open_marks: list[tuple[int, list[str]]] = []
    for found in re.finditer(r"[\U000f0000-\U0010fffd]|<(/?)([a-zA-Z][\w:-]*)[^>]*?(/?)>", page):
        if found[2] is None:
            code = ord(found[0])
            if code < _CLOSE:
                open_marks.append((code - _OPEN, []))
                continue
            number, tags = open_marks.pop()
            if tags:
                raise GoldError(
                    f"the mark {_told(attributes[number])} ends inside <{tags[-1]}>; let it enclose the tag"
                )
        elif open_marks and found[2].lower() not in ("br", "img", "wbr", "hr", "input") and not found[3]:
            _follow(open_marks[-1], found[1] == "/", found[2].lower(), attributes)


def _follow(mark: tuple[int, list[str]], closes: bool, tag: str, attributes: list[dict[str, str]]) -> None:
    number, tags = mark
    if not closes:
        tags.append(tag)
    elif tags and tags[-1] == tag:
        tags.pop()
    else:
        raise GoldError(
            f"</{tag}> stands inside the mark {_told(attributes[number])} but opens before it; shorten the mark"
        )


def _shown(page: str) -> str:
    pieces = _pieces(BeautifulSoup(page, "html.parser"))
    lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(soup: BeautifulSoup) -> Iterator[str]:
    # A walk of its own: a page may be nested deeper than Python's stack.
    stack: list[object] = [soup]
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            yield node
        elif isinstance(node, Tag):
            if node.name in _UNSHOWN:
                continue
            block = node.name in _BLOCKS
            if node.name == "br" or block:
                yield "\n"
            if block:
                stack.append("\n")
            stack.extend(reversed(list(node.children)))
        elif type(node) in (NavigableString, CData) and isinstance(node, NavigableString):
            said = html.unescape(_SPACE.sub(" ", str(node)))
            yield said.translate(_RAISED) if node.parent is not None and node.parent.name == "sup" else said


def _without_sentinels(text: str) -> tuple[str, dict[int, tuple[int, int]]]:
    kept: list[str] = []
    starts: dict[int, int] = {}
    spans: dict[int, tuple[int, int]] = {}
    length = last = 0
    for found in _SENTINEL.finditer(text):
        kept.append(text[last : found.start()])
        length += found.start() - last
        last = found.end()
        code = ord(found[0])
        if code < _CLOSE:
            starts[code - _OPEN] = length
        else:
            spans[code - _CLOSE] = (starts[code - _CLOSE], length)
    return "".join([*kept, text[last:]]), spans


def _line(page: str, position: int) -> int:
    return page.count("\n", 0, position) + 1


def _told(attributes: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in attributes.items())
