"""The column of titles in a table of studies."""

from collections.abc import Iterator

from extract.rules import Match
from extract.segment import Document

# Rows are looked through as far as this (characters) below the head.
_ROWS = 20_000
_FEWEST_COLUMNS = 3


def is_head(doc: Document, label: Match) -> bool:
    """Whether the label is a cell in the head of a table, and no line of a form."""
    start, end = doc.line(label.start)
    return doc.text.count("|", start, end) + 1 >= _FEWEST_COLUMNS


def cells_below(doc: Document, label: Match) -> Iterator[tuple[int, int]]:
    """The spans of the shadow, one a row, in the column that the label heads."""
    text = doc.text
    start, end = doc.line(label.start)
    columns, column = text.count("|", start, end), text.count("|", start, label.start)
    line, last = end + 1, min(end + _ROWS, len(text))
    while line < last:
        end = doc.line(line)[1]
        bars = [at for at in range(line, end) if text[at] == "|"]
        if not bars:
            return
        if len(bars) == columns:
            edges = [line - 1, *bars, end]
            yield edges[column] + 1, edges[column + 1]
        line = end + 1
