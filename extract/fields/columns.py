"""Tables in the text: the cells that stand below a column's head, row by row."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extract.segment import Document

# Rows are looked through as far as this (characters) below the head.
_ROWS = 6000
Span = tuple[int, int]


class Row(NamedTuple):
    """A row's cells, from bar to bar, and the one of them that stands in the column, if the row is long enough."""

    cells: list[Span]
    below: Span | None

    @property
    def start(self) -> int:
        return self.cells[0][0]

    @property
    def end(self) -> int:
        return self.cells[-1][1]


def rows_below(doc: Document, head_start: int, head_end: int) -> Iterator[Row]:
    """The rows of the shadow below the head at `head_start` to `head_end`, up to the first line that is none."""
    text = doc.text
    start, end = doc.line(head_start)
    column = text.count("|", start, head_start)
    line, last = end + 1, head_end + _ROWS
    while line < min(last, len(text)):
        end = doc.line(line)[1]
        bars = [line - 1, *(line + at for at, sign in enumerate(text[line:end]) if sign == "|"), end]
        cells = [(left + 1, right) for left, right in pairwise(bars)]
        if len(cells) < 2:
            return
        yield Row(cells, cells[column] if column < len(cells) else None)
        line = end + 1
