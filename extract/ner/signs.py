"""What the rules say of each character: what they found, where they looked, which landmarks of names stand there.

The network reads these beside the characters, so that it learns when the rules are right, where they cut a name, and
what they pass over.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from extract.fields.institution.landmarks import Landmarks
from extract.rules import Match, RuleSet
from extract.schema import Mention
from extract.segment import Document

Signs = NDArray[np.uint8]
"""A row a character, a column for each of COLUMNS: 0 for nothing, else the number of what stands there."""

# What a column tells apart. Each has two numbers, for the first character and for those behind it.
COLUMNS: tuple[tuple[str, ...], ...] = (
    ("institution", "unsure_institution", "department"),
    ("journal", "cell_type", "condition"),
    ("title", "date", "patients", "p_value", "identifier", "dose"),
    ("hospital", "university", "institute", "company", "government", "other"),  # ends of institutions, and aliases
    ("known", "bracketed", "quoted", "latin", "shape", "han", "cited", "labelled"),  # what may be a journal
    ("region", "place", "small", "head", "country", "stop", "soft", "protected"),  # landmarks
)
SIZES = tuple(1 + 2 * len(names) for names in COLUMNS)
"""How many numbers each column has."""
_NUMBERS = {name: (column, 1 + 2 * at) for column, names in enumerate(COLUMNS) for at, name in enumerate(names)}
_OF_PLACES = ("region", "place", "country")
_TAILS = 3  # the column of ends of institutions

# The rules call a name of an institution unsure below this confidence.
SURE = 0.8


class RulesSigns:
    """Built once with the rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._landmarks = Landmarks(rules)

    def of(self, doc: Document, mentions: Iterable[Mention], windows: Iterable[tuple[int, int]]) -> Signs:
        """The signs of a document's shadow; landmarks in some windows of it only."""
        signs = np.zeros((len(doc.text), len(SIZES)), np.uint8)
        for mention in mentions:
            _put_mention(signs, doc, mention)
        for match in doc.matches.get("institution", ()):
            _put_tail(signs, match)
        for match in doc.matches.get("journal", ()):
            _put(signs, match.rule.normaliser, match.start, match.end)
        for start, end in windows:
            for first, last, mark in self._landmarks.find(doc.text, start, end):
                _put(signs, mark, first, last)
        return signs


def spread(signs: NDArray[np.integer]) -> NDArray[np.float32]:
    """Rows of signs as rows of zeros and ones, one for each number of each column."""
    rows = np.zeros((len(signs), sum(SIZES)), np.float32)
    at = np.arange(len(signs))
    for column, first in enumerate(np.cumsum((0, *SIZES[:-1]))):
        rows[at, first + signs[:, column]] = 1
    return rows


def stands(signs: Signs, name: str, at: int) -> bool:
    """Something of a name begins at a character."""
    column, number = _NUMBERS[name]
    return bool(signs[at, column] == number)


def cuts_place(signs: Signs, at: int) -> bool:
    """The name of a place or country has begun before a character and goes on there."""
    return any(signs[at, column] == number + 1 for column, number in (_NUMBERS[name] for name in _OF_PLACES))


def tail(signs: Signs, at: int) -> bool:
    """An institution's end (医院, 研究所 …) covers a character."""
    return bool(signs[at, _TAILS])


def tail_begins(signs: Signs, at: int) -> bool:
    return bool(signs[at, _TAILS] % 2)


def tail_start(signs: Signs, start: int, end: int) -> int:
    """Where the institution's end that stands last in start:end begins; `end` where none does."""
    if not tail(signs, end - 1):
        return end
    at = end - 1
    while at > start and tail_goes_on(signs, at):
        at -= 1
    return at


def tail_goes_on(signs: Signs, at: int) -> bool:
    """An institution's end that has begun before goes on at a character."""
    return bool(signs[at, _TAILS]) and not signs[at, _TAILS] % 2


def _put_mention(signs: Signs, doc: Document, mention: Mention) -> None:
    start, end = doc.shadow.index(mention.start), doc.shadow.index(mention.end)
    if mention.field != "institution":
        _put(signs, mention.field, start, end)
        return
    _put(signs, "institution" if mention.confidence >= SURE else "unsure_institution", start, end)
    department = getattr(mention.value, "department", None)
    at = doc.shadow.plain.find(department, start, end) if department else -1
    if department and at >= 0:
        _put(signs, "department", at, at + len(department))


def _put_tail(signs: Signs, match: Match) -> None:
    if match.rule.normaliser == "tail":
        _put(signs, match.rule.set["kind"], *match.groups.span("tail"))
    elif match.entry:
        _put(signs, "other", match.start, match.end)


def _put(signs: Signs, name: str, start: int, end: int) -> None:
    if name in _NUMBERS and end > start:
        column, number = _NUMBERS[name]
        signs[start, column] = number
        signs[start + 1 : end, column] = number + 1
