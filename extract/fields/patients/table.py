"""Numbers of people that stand in a table's column: bare, with their measure word, or with those of their groups."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extract.fields.columns import Row, Span, rows_below
from extract.fields.patients.signs import Signs, holds
from extract.numerals import whole_number
from extract.rules import Match
from extract.schema import PatientsRole
from extract.segment import Document

_COUNT = re.compile(
    r"[ ]?(?:约|共|近|n=)?[ ]?"
    r"(?P<span>(?P<count>[0-9]{1,3}(?:[, ][0-9]{3}){1,2}|[0-9]{1,6})(?:[ ]?[例人名位])?)[ ]?(?=$|\()"
)
# 12/15: of so many people
_OF = re.compile(r"[ ]?[0-9]{1,5}[ ]?/[ ]?(?P<span>(?P<count>[0-9]{1,5})(?:[ ]?[例人名位])?)[ ]?$")
# 22/24, 6/-: of those treated and of the controls, where the column's head names both
_BOTH = re.compile(r"[ ]?(?P<treated>[0-9]{1,5})[ ]?/[ ]?(?P<controls>[0-9]{1,5}|-)")
_YEAR = range(1900, 2100)


class Cell(NamedTuple):
    """A cell of a column of numbers of people, from bar to bar, with the number that it prints, if it does."""

    start: int
    end: int
    role: PatientsRole
    # where the number stands, and what it is
    number: Span | None
    value: int
    # where the group's name stands, in a table of groups
    group: Span | None


def cells_below(doc: Document, head: Match, signs: Signs) -> Iterator[Cell]:
    """The cells of the shadow, one a row, below the head that a rule found.

    A row may lack cells that span several rows: where the head's column holds no number, the first cell that is one
    is taken, unless it could be a year.
    """
    text = doc.text
    if beside := list(_cells_beside(doc, head, signs)):
        yield from beside
        return
    first_head = text[slice(*doc.line(head.start))].partition("|")[0].strip()
    names_both = "/" in (head["head"] or "").partition("(")[2]
    for row in rows_below(doc, head.start, head.end):
        if names_both and row.below and (both := _BOTH.match(text, *row.below)):
            yield from _both_of(row.below, both)
        elif at := _number_in(text, row):
            start, end, count = at
            role = _role(head["head"] or "", first_head, text, row, signs)
            group = _stripped(text, *row.cells[0]) if role in ("arm", "control") else None
            value = whole_number(count["count"]) if count else 0
            yield Cell(start, end, role, count.span("span") if count else None, value, group)


def _both_of(cell: Span, both: re.Match[str]) -> Iterator[Cell]:
    alone = both["controls"] == "-"
    yield Cell(*cell, "total" if alone else "arm", both.span("treated"), int(both["treated"]), None)
    if not alone:
        yield Cell(*cell, "control", both.span("controls"), int(both["controls"]), None)


def _cells_beside(doc: Document, head: Match, signs: Signs) -> Iterator[Cell]:
    """The numbers in the head's own row, where it opens that: below the names of groups, of one each."""
    text = doc.text
    start, end = doc.line(head.start)
    if head.start != start or start < 2:
        return
    names = _cells_of(text, *doc.line(start - 1))
    for (left, right), name in zip(_cells_of(text, start, end)[1:], names[1:], strict=False):
        count = _COUNT.fullmatch(text[:right].rstrip(), left)
        if count and any(char.isalpha() for char in text[slice(*name)]):
            label = _stripped(text, *name)
            role: PatientsRole = "control" if holds(text[slice(*label)], signs.control) else "arm"
            yield Cell(left, right, role, count.span("span"), whole_number(count["count"]), label)


def _cells_of(text: str, start: int, end: int) -> list[Span]:
    bars = [start - 1, *(start + at for at, sign in enumerate(text[start:end]) if sign == "|"), end]
    return [(left + 1, right) for left, right in pairwise(bars)]


def _number_in(text: str, row: Row) -> tuple[int, int, re.Match[str] | None] | None:
    """The row's cell in the column; else its first cell that is a number but no year."""
    if row.below and any(char.isdigit() for char in text[slice(*row.below)]):
        start, end = row.below
        return start, end, _COUNT.match(text[:end], start) or _OF.match(text[:end], start)
    for start, end in row.cells[1:]:
        count = _COUNT.fullmatch(text[:end].rstrip(), start)
        if count and whole_number(count["count"]) not in _YEAR:
            return start, end, count
    return None


def _role(head: str, first_head: str, text: str, row: Row, signs: Signs) -> PatientsRole:
    is_registered = signs.registered_row.search(text, row.start, row.end) is not None
    if holds(head, signs.plan) or (is_registered and not holds(head, signs.actual)):
        return "planned"
    if first_head.endswith(signs.outcome_head) or head.startswith(signs.improved):
        return "subgroup"
    if first_head.endswith(signs.group_head):
        return "control" if holds(text[slice(*row.cells[0])], signs.control) else "arm"
    return "total"


def _stripped(text: str, start: int, end: int) -> Span:
    cell = text[start:end]
    return start + len(cell) - len(cell.lstrip()), end - len(cell) + len(cell.rstrip())
