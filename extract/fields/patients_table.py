"""Numbers of people that stand bare in a table's column."""

import re
from collections.abc import Iterator

from extract.segment import Document

# Rows are looked through as far as this (characters) below the head.
_ROWS = 6000
_CELL = re.compile(r"(?<=\|)[ ]?(?P<count>[0-9]{1,5})(?=[ ]?(?:\||\n|$|\())")
_YEAR = range(1900, 2100)


def cells_below(doc: Document, head_start: int, head_end: int) -> Iterator[tuple[int, int]]:
    """The spans (start, end) of the shadow, one a row, below the head at `head_start` to `head_end`.

    A row may lack cells that span several rows: where the head's column holds no bare number, the first cell that
    does is taken, unless it could be a year.
    """
    text = doc.text
    start, end = doc.line(head_start)
    column = text.count("|", start, head_start)
    line, last = end + 1, head_end + _ROWS
    while line < min(last, len(text)):
        end = doc.line(line)[1]
        if text.find("|", line, end) < 0:
            return
        cells = [cell for cell in _CELL.finditer(text, line, end) if int(cell["count"]) not in _YEAR]
        below = (cell for cell in cells if text.count("|", line, cell.start()) == column)
        cell = next(below, cells[0] if cells else None)
        if cell is not None:
            yield cell.span("count")
        line = end + 1
