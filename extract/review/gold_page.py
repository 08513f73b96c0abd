"""A gold page: an article's text as a plain page with its facts in <mark> elements (corpus/GUIDELINES.md, part 1)."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.gold.align import locate
from extract.gold.check import errors
from extract.gold.marks import GoldError, Mark, read_marks
from extract.schema import Article, Block, BlockKind

_CELLS = " | "
_TAGS: dict[BlockKind, str] = {
    "title": "h1",
    "heading": "h2",
    "paragraph": "p",
    "list_item": "li",
    "table_row": "tr",
    "caption": "figcaption",
}
# What encloses blocks of a kind that stand together.
_AROUND: dict[BlockKind, str] = {"list_item": "ul", "table_row": "table", "caption": "figure"}
_TABLE = re.compile(r"(.*/table(?:\[\d+\])?)/")


def gold_page(article: Article, marks: Sequence[Mark]) -> str:
    """The page, which `read_marks` reads; `marks` are in offsets of the article's text, outer before inner.

    Raises GoldError where marks cross, or the page would not say what they say.
    """
    _refuse_crossings(marks)
    head = [f"<title>{_escaped(article.title)}</title>"] if article.title else []
    if article.published:
        head.append(f'<meta name="publishdate" content="{html.escape(article.published)}">')
    page = "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{html.escape(article.language or "zh")}">',
            '<head><meta charset="utf-8">',
            *head,
            "</head>",
            "<body><article>",
            *_elements(article, marks),
            "</article></body>",
            "</html>",
            "",
        ]
    )
    _check(page, article, marks)
    return page


def _check(page: str, article: Article, marks: Sequence[Mark]) -> None:
    """Reads the page as those do who will use it."""
    read = read_marks(page)
    wrong = next(errors(read), None)
    if wrong:
        raise GoldError(wrong)
    found = locate(read, article.text, article.blocks)
    if None in found or sorted(filter(None, found)) != sorted((one.start, one.end) for one in marks):
        raise GoldError("a browser would not show this text as it stands; mark the page itself by hand")


def _refuse_crossings(marks: Sequence[Mark]) -> None:
    open_: list[Mark] = []
    for mark in marks:
        while open_ and open_[-1].end <= mark.start:
            open_.pop()
        if open_ and mark.end > open_[-1].end:
            raise GoldError(f"«{open_[-1].text}» and «{mark.text}» overlap, and neither lies in the other; correct one")
        open_.append(mark)


def _elements(article: Article, marks: Sequence[Mark]) -> Iterator[str]:
    joined = _joined(article.blocks, marks)
    for (kind, _), several in groupby(joined, key=lambda blocks: (blocks[0].kind, _place(blocks[0]))):
        around = _AROUND.get(kind)
        inner = [_element(article.text, blocks, marks) for blocks in several]
        yield from [f"<{around}>", *inner, f"</{around}>"] if around else inner


def _joined(blocks: Sequence[Block], marks: Sequence[Mark]) -> list[list[Block]]:
    """Blocks, those together that one mark runs over: a mark lies in one element."""
    joined: list[list[Block]] = []
    for block in blocks:
        if joined and any(mark.start < block.start < mark.end for mark in marks):
            joined[-1].append(block)
        else:
            joined.append([block])
    return joined


def _place(block: Block) -> str:
    """What tells the rows of one table from those of the next."""
    found = _TABLE.match(block.xpath) if block.kind == "table_row" else None
    return found[1] if found else ""


def _element(text: str, blocks: list[Block], marks: Sequence[Mark]) -> str:
    start, end = blocks[0].start, blocks[-1].end
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    kind = blocks[0].kind
    if kind != "table_row" or len(blocks) > 1:
        tag = _TAGS["paragraph" if len(blocks) > 1 and kind == "table_row" else kind]
        return f"<{tag}>{_marked(text, start, end, inside)}</{tag}>"
    cells = "".join(f"<td>{_marked(text, *cell, inside)}</td>" for cell in _cells(text, start, end, inside))
    return f"<tr>{cells}</tr>"


def _cells(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[tuple[int, int]]:
    """The cells of a row; a bar inside a mark parts none."""
    at = text.find(_CELLS, start, end)
    while at >= 0:
        if not any(mark.start < at + len(_CELLS) and at < mark.end for mark in marks):
            yield start, at
            start = at + len(_CELLS)
        at = text.find(_CELLS, at + len(_CELLS), end)
    yield start, end


def _marked(text: str, start: int, end: int, marks: list[Mark]) -> str:
    """A stretch of text with the marks that lie in it."""
    pieces: list[str] = []
    open_: list[Mark] = []
    at = start

    def on(to: int) -> None:
        nonlocal at
        pieces.append(_escaped(text[at:to]).replace("\n", "<br>"))
        at = to

    for mark in (one for one in marks if start <= one.start and one.end <= end):
        while open_ and open_[-1].end <= mark.start:
            on(open_.pop().end)
            pieces.append("</mark>")
        on(mark.start)
        pieces.append(_opening(mark))
        open_.append(mark)
    while open_:
        on(open_.pop().end)
        pieces.append("</mark>")
    on(end)
    return "".join(pieces)


def _opening(mark: Mark) -> str:
    told = [f'data-{name}="{html.escape(value)}"' for name, value in {"field": mark.field, **mark.attributes}.items()]
    return f"<mark {' '.join(told)}>"


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
