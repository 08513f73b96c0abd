"""Counts of people in studies: of all of a study, of its groups, of parts of them, or yet to be enrolled.

The rules find numbers with a counter (44例, 六名, n=52). Each is then judged by the words around it: whether it counts
people of a study at all (not events, samples, animals, staff, a population), and which people (role, group).
"""

from collections.abc import Iterator
from typing import NamedTuple

from extract.fields import longest
from extract.fields.patients_place import Lines, Place, Signs
from extract.fields.patients_table import cells_below
from extract.numerals import whole_number
from extract.rules import Match, RuleSet
from extract.schema import Mention, PatientsRole, PatientsValue
from extract.segment import Document

_COLUMN = "patients.column"
_LOOKS_LIKE = str.maketrans("loO", "100")
# A study seldom has more people; larger numbers are populations.
_MOST = 5_000_000
# How far (characters) apart an enumeration's numbers may stand.
_APART = 60


class _Count(NamedTuple):
    """A number that counts people, before it is set beside the others of its passage."""

    match: Match
    place: Place
    value: int
    role: PatientsRole
    group: str | None
    pooled: int | None
    confidence: float


class PatientsReader:
    def __init__(self, rules: RuleSet) -> None:
        self._signs = Signs(rules)

    def find(self, doc: Document) -> list[Mention]:
        """The counts of people of a document, each a mention every time it is printed."""
        lines = Lines(doc, self._signs)
        counts: list[_Count] = []
        cells: list[Mention] = []
        event: Match | None = None
        for match in longest(doc.matches.get("patients", ())):
            if match.rule.id == _COLUMN:
                if not cells or match.start > doc.shadow.index(cells[-1].start):
                    cells += self._cells(doc, match)
                continue
            place = Place(doc, match, self._signs, lines)
            count = self._count(place, counts[-1] if counts else None)
            if count is None or (event is not None and place.is_told_beside(event)):
                event = match
                continue
            counts.append(count)
        mentions = [self._mention(doc, count) for count in _set_side_by_side(counts)]
        return mentions + cells

    def _cells(self, doc: Document, head: Match) -> Iterator[Mention]:
        """The bare numbers of a table's column of numbers of people."""
        planned = self._signs.says_planned(head["head"] or "")
        for start, end in cells_below(doc, head.start, head.end):
            value = PatientsValue(int(doc.text[start:end]), "planned" if planned else "total")
            yield doc.mention("patients", start, end, value, head.rule)

    def _count(self, place: Place, earlier: _Count | None) -> _Count | None:
        value = _number(place.match)
        if not 0 < value <= _MOST or self._signs.screened_behind.match(place.text, place.match.end):
            return None
        follows = earlier is not None and place.follows(earlier.place)
        sure = place.sure_of_people(value, follows)
        if not sure:
            return None
        if earlier is not None and value == earlier.value and place.repeats(earlier.place):
            return earlier._replace(match=place.match, place=place, confidence=sure)
        before = earlier.value if earlier and follows and earlier.role != "planned" else None
        role, group = place.role(value, before)
        if earlier and earlier.group and role in ("total", "subgroup") and place.is_fellow(earlier.place):
            role = "arm"
        if earlier and earlier.role == "planned" and place.is_of_form(earlier.place) and role in ("total", "arm"):
            role = "planned"
        return _Count(place.match, place, value, role, group, place.pooled(), sure)

    def _mention(self, doc: Document, count: _Count) -> Mention:
        value = PatientsValue(count.value, count.role, count.group, count.pooled)
        sure = round(count.match.rule.confidence * count.confidence, 2)
        return doc.mention("patients", count.match.start, count.match.end, value, count.match.rule, sure)


def _number(match: Match) -> int:
    printed = match["value"] or ""
    if match.rule.id == "patients.n" or printed.endswith("l"):
        printed = printed.translate(_LOOKS_LIKE)
    if printed[:1].isdigit() and " " in printed and len(printed.split(" ")[-1]) < 3:
        printed = printed.replace(" ", "")
    try:
        return whole_number(printed)
    except ValueError:
        return 0


def _set_side_by_side(counts: list[_Count]) -> Iterator[_Count]:
    """Numbers that add up to the one before them are its arms; one beside a control is the other arm."""
    arms = {index for index in range(len(counts)) for index in _parts_of(counts, index)}
    for index, count in enumerate(counts):
        if index in arms and count.role in ("total", "subgroup") and (count.place.acts() or not count.place.is_part()):
            if count.place.has_outcome() or count.place.in_results() or not count.place.is_treated():
                yield count._replace(role="subgroup")
                continue
            yield count._replace(role="control" if count.place.is_control() else "arm")
        elif count.role in ("total", "subgroup") and count.place.is_beside_other(counts[index + 1 : index + 2]):
            yield count._replace(role="arm")
        else:
            yield count


def _parts_of(counts: list[_Count], index: int) -> list[int]:
    rest = counts[index].value
    taken: list[int] = []
    position = counts[index].match.end
    for later in range(index + 1, min(index + 6, len(counts))):
        count = counts[later]
        if count.match.start - position > _APART or count.value >= counts[index].value:
            return []
        taken.append(later)
        rest -= count.value
        position = count.match.end
        if rest <= 0:
            return taken if rest == 0 and len(taken) > 1 else []
    return []
