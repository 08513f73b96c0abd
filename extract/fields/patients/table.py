"""Numbers of people that stand in a table's column: bare, with their measure word, or with those of their groups."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.fields.patients.signs import Signs, holds
from extract.numerals import whole_number
from extract.rules import Match
from extract.schema import PatientsRole
from extract.segment import Document

# Rows are looked through as far as this (characters) below the head.
_ROWS = 6000
_COUNT = re.compile(
    r"[ ]?(?:约|共|近|n=)?[ ]?(?P<span>(?P<count>[0-9]{1,3}(?:[, ][0-9]{3}){1,2}|[0-9]{1,6})(?:[ ]?[例人名位])?)[ ]?(?=$|\()"
)
_YEAR = range(1900, 2100)


class Cell(NamedTuple):
    """A cell of a column of numbers of people, from bar to bar, with the number that opens it, if one does."""

    start: int
    end: int
    role: PatientsRole
    # where the number stands, and what it is
    count: tuple[int, int] | None
    value: int
    # where the group's name stands, in a table of groups
    group: tuple[int, int] | None

    def holds(self, position: int) -> bool:
        return self.start <= position <= self.end


def cells_below(doc: Document, head: Match, signs: Signs) -> Iterator[Cell]:
    """The cells of the shadow, one a row, below the head that a rule found.

    A row may lack cells that span several rows: where the head's column holds no number, the first cell that is one
    is taken, unless it could be a year.
    """
    text = doc.text
    start, end = doc.line(head.start)
    column = text.count("|", start, head.start)
    first_head = text[start:end].partition("|")[0].strip()
    line, last = end + 1, head.end + _ROWS
    while line < min(last, len(text)):
        end = doc.line(line)[1]
        bounds = _cells(text, line, end)
        if len(bounds) < 2:
            return
        if at := _column(text, bounds, column):
            first, stop, count = at
            role = _role(head["head"] or "", first_head, text[line:end], text[slice(*bounds[0])], signs)
            group = _stripped(text, *bounds[0]) if role in ("arm", "control") else None
            value = whole_number(count["count"]) if count else 0
            yield Cell(first, stop, role, count.span("span") if count else None, value, group)
        line = end + 1


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    bars = [start - 1, *(start + at for at, sign in enumerate(text[start:end]) if sign == "|"), end]
    return [(left + 1, right) for left, right in zip(bars, bars[1:], strict=False)]


def _column(
    text: str, bounds: list[tuple[int, int]], column: int
) -> tuple[int, int, re.Match[str] | None] | None:
    """The row's cell in the column; else its first cell that is a number but no year."""
    below = bounds[column] if column < len(bounds) else None
    if below and any(char.isdigit() for char in text[slice(*below)]):
        return *below, _COUNT.match(text[: below[1]], below[0])
    for start, end in bounds[1:]:
        count = _COUNT.fullmatch(text[:end].rstrip(), start)
        if count and whole_number(count["count"]) not in _YEAR:
            return start, end, count
    return None


def _role(head: str, first_head: str, row: str, first: str, signs: Signs) -> PatientsRole:
    if holds(head, signs.plan) or (signs.registered_row.search(row) and not holds(head, signs.actual)):
        return "planned"
    if first_head.endswith(signs.outcome_head):
        return "subgroup"
    if first_head.endswith(signs.group_head):
        return "control" if holds(first, signs.control) else "arm"
    return "total"


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    cell = text[start:end]
    return start + len(cell) - len(cell.lstrip()), end - len(cell) + len(cell.rstrip())
