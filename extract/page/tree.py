"""One walk over a page's tree: its lines in reading order, and the parts (elements) that they stand in."""

from dataclasses import dataclass, field
from typing import Any

import turbohtml
from turbohtml import Element, Text

from extract.page.boilerplate import boilerplate
from extract.page.clean import clean
from extract.page.raised import above, below
from extract.schema import BlockKind

_SKIPPED = frozenset(
    """nav script style noscript template svg iframe object embed applet video audio canvas button select option
    textarea input img map head title rt rp datalist link meta param source track wbr col colgroup""".split()  # noqa: SIM905
)
_BLOCKS: dict[str, BlockKind | None] = {
    # None: the kind of what it stands in
    **dict.fromkeys(("p", "div", "ul", "ol", "dl", "dt", "center", "blockquote", "pre", "figure", "address"), None),
    **dict.fromkeys(("body", "article", "section", "main", "header", "footer", "aside", "form"), "paragraph"),
    **dict.fromkeys(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "details", "dd", "frameset"), "paragraph"),
    **dict.fromkeys(("fieldset", "hgroup", "menu", "dir", "listing", "xmp", "plaintext", "dialog"), None),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "li": "list_item",
}
_Style = int
_LINK, _BOLD, _PRE = 1, 2, 4
_STYLES = {"a": _LINK, "b": _BOLD, "strong": _BOLD}
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LONGEST_CELL = 400
_HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
_ARTICLE = 60  # characters
_FEW = 12  # characters: menu words, dates, counters
_PIECES_OF_HEADING = 8  # a heading that goes on is an unclosed tag around the article


@dataclass(slots=True)
class Line:
    """A line of the page. `part` indexes the part that it stands in, `linked` counts its characters inside links.

    `prose` counts the characters that speak for an article: those outside links, none if they are few.
    """

    text: str
    kind: BlockKind
    part: int
    linked: int
    prose: int

    @classmethod
    def of(cls, text: str, kind: BlockKind, part: int = 0, linked: int = 0) -> "Line":
        plain = len(text) - linked
        return cls(text, kind, part, linked, plain if plain >= _FEW else 0)


@dataclass(slots=True)
class Layout:
    """The lines of a page in order; the parts in document order, each with the index of the part around it."""

    lines: list[Line] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    around: list[int] = field(default_factory=list)


def parse(source: str) -> turbohtml.Document:
    """Parse HTML as browsers do (WHATWG), in linear time however broken or deep it is."""
    return turbohtml.parse(source, positions=False)


def layout(body: Element, raised_by_style: bool = False) -> Layout:
    """Walk the tree once. `raised_by_style`: look for superscripts made by `vertical-align` too."""
    page = _Walk(raised_by_style).over(body)
    page.lines = _rejoined(page.lines)
    return page


def _rejoined(lines: list[Line]) -> list[Line]:
    """The lines, without the breaks inside a paragraph that part a word."""
    is_cut = boilerplate().is_cut
    whole: list[Line] = []
    for line in lines:
        above = whole[-1] if whole else None
        if above and above.part == line.part and above.kind == line.kind and is_cut(above.text, line.text):
            whole[-1] = Line.of(above.text + line.text, line.kind, line.part, above.linked + line.linked)
        else:
            whole.append(line)
    return whole


class _Walk:
    """The line being written, and what stands around it."""

    def __init__(self, raised_by_style: bool) -> None:
        self.layout = Layout()
        self.raised_by_style = raised_by_style
        self.pieces: list[str] = []
        self.linked = 0
        self.bold = 0

    def over(self, body: Element) -> Layout:  # noqa: C901 (one loop: every call per node is dear)
        pieces, elements, around = self.pieces, self.layout.elements, self.layout.around
        elements.append(body)
        around.append(0)
        part = style = 0
        kind: BlockKind = "paragraph"
        # The elements that are open: what is left of their children, and the part, kind and style around them.
        stack: list[tuple[Any, int, BlockKind, _Style, bool]] = []
        children = iter(body.children)
        while True:
            for node in children:
                if type(node) is Text:
                    text = node.data
                    if style:
                        self.write_styled(text, style, kind, part)
                    elif pieces or not text.isspace():
                        pieces.append(text)
                    continue
                if type(node) is not Element:
                    continue
                tag = node.tag
                if tag in _BLOCKS:
                    if kind == "table_row":
                        pieces.append(" | " if tag in ("td", "th") and node.previous_sibling is not None else " ")
                        stack.append((children, part, kind, style, False))
                        children = iter(node.children)
                        break
                    if pieces:
                        self.end_line(kind, part)
                    elements.append(node)
                    around.append(part)
                    inner = node.children
                    if not inner:
                        continue
                    if len(inner) == 1 and type(inner[0]) is Text and not style and tag != "pre":
                        pieces.append(inner[0].data)
                        self.end_line(_BLOCKS[tag] or kind, len(around) - 1)
                        continue
                    stack.append((children, part, kind, style, True))
                    part = len(around) - 1
                    kind = _BLOCKS[tag] or kind
                    if tag == "tr" and _is_row(node):
                        kind = "table_row"
                    elif tag == "pre":
                        style |= _PRE
                    children = iter(inner)
                    break
                if tag in _SKIPPED:
                    continue
                if tag == "br" or tag == "hr":
                    if kind == "table_row":
                        pieces.append(" ")
                    elif kind == "heading" and len(pieces) < _PIECES_OF_HEADING:
                        pieces.append("\n")
                    elif pieces:
                        self.end_line(kind, part)
                    continue
                if tag == "sup":
                    self.raise_(node)
                    continue
                if tag == "sub":
                    pieces.append(below(node))
                    continue
                if self.raised_by_style and self.is_raised(node):
                    continue
                inner = node.children
                if not inner:
                    continue
                if len(inner) == 1 and type(inner[0]) is Text:
                    text = inner[0].data
                    if style or tag in _STYLES:
                        self.write_styled(text, style | _STYLES.get(tag, 0), kind, part)
                    elif pieces or not text.isspace():
                        pieces.append(text)
                    continue
                stack.append((children, part, kind, style, False))
                style |= _STYLES.get(tag, 0)
                children = iter(inner)
                break
            else:
                if not stack:
                    break
                children, outer_part, outer_kind, style, is_block = stack.pop()
                if is_block and pieces:
                    self.end_line(kind, part)
                part, kind = outer_part, outer_kind
        if pieces:
            self.end_line(kind, part)
        return self.layout

    def write_styled(self, text: str, style: _Style, kind: BlockKind, part: int) -> None:
        if style & _PRE and "\n" in text:
            *ended, text = text.split("\n")
            for line in ended:
                self.pieces.append(line)
                self.end_line(kind, part)
        if not self.pieces and text.isspace():
            return
        self.pieces.append(text)
        if style & _LINK:
            self.linked += len(text)
        if style & _BOLD:
            self.bold += len(text)

    def raise_(self, node: Element) -> None:
        before = "".join(self.pieces[-4:])
        mark = above(node, before)
        if before[-1:].isspace() and mark[:1] in _RAISED and before.rstrip()[-1:].isdigit():
            self.pieces[-1] = self.pieces[-1].rstrip()
        self.pieces.append(mark)

    def is_raised(self, node: Element) -> bool:
        style = node.attr("style")
        if not style or "vertical-align" not in style:
            return False
        if "super" in style:
            self.raise_(node)
            return True
        if "vertical-align:sub" in style.replace(" ", ""):
            self.pieces.append(below(node))
            return True
        return False

    def end_line(self, kind: BlockKind, part: int) -> None:
        text = clean("".join(self.pieces))
        if text and not (kind == "table_row" and not text.strip("| ")):
            if kind == "paragraph" and self.bold and _is_bold_heading(text, self.bold):
                kind = "heading"
            self.layout.lines.append(Line.of(text, kind, part, self.linked))
        self.pieces.clear()
        self.linked = self.bold = 0


def _is_row(row: Element) -> bool:
    """Tell a row of a table from a table that only lays out the page."""
    if row.find("table") is not None:
        return False
    cells = [cell for cell in row.children if type(cell) is Element]
    if not (len(cells) > 1 and all(len(cell.text) <= _LONGEST_CELL for cell in cells)):
        return False
    return not any(map(_holds_article, cells))


def _holds_article(cell: Element) -> bool:
    """Tell a cell with a headline and more below it from one that is a headline, or a datum."""
    headings = (cell.find(tag) for tag in _HEADLINES)
    return any(heading and len(cell.text) >= len(heading.text) + _ARTICLE for heading in headings)


def _is_bold_heading(text: str, bold: int) -> bool:
    return bold >= len(text) and len(text) <= 40 and text[-1] not in "。；;，,."
