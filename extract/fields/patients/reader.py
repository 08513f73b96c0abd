"""The numbers of a document that count people of studies, each a mention every time it is printed."""

from collections.abc import Iterator

from extract.fields import longest
from extract.fields.patients.lines import Lines
from extract.fields.patients.people import IF_TOLD_ELSEWHERE, sure_of_people
from extract.fields.patients.place import Place
from extract.fields.patients.role import role_of
from extract.fields.patients.side_by_side import (
    Count,
    follows,
    is_fellow,
    is_of_form,
    is_told_beside,
    repeats,
    set_side_by_side,
)
from extract.fields.patients.signs import Signs
from extract.fields.patients.table import Cell, cells_below
from extract.numerals import whole_number
from extract.rules import Match, RuleSet
from extract.schema import Mention, PatientsRole, PatientsValue
from extract.segment import Document

_COLUMN = "patients.column"
# Scanned pages print letters for digits: n=lo, 2l例
_LOOKS_LIKE = str.maketrans("loO", "100")
# A study seldom has more people; larger numbers are populations.
_MOST = 5_000_000
# A number with its place and how sure it counts people.
Judged = tuple[Place, int, float]


class PatientsReader:
    def __init__(self, rules: RuleSet) -> None:
        self._signs = Signs(rules)

    def find(self, doc: Document) -> list[Mention]:
        """The counts of people of a document."""
        matches = longest(doc.matches.get("patients", ()))
        heads = [match for match in matches if match.rule.id == _COLUMN]
        cells = [(head, cell) for head in heads for cell in cells_below(doc, head, self._signs)]
        judged = self._judged(doc, matches, [cell for _, cell in cells])
        told = {value for _, value, sure in judged if sure > IF_TOLD_ELSEWHERE}
        told |= {cell.value for _, cell in cells}
        counts = self._counts(one for one in judged if one[2] > IF_TOLD_ELSEWHERE or one[1] in told)
        mentions = [_mention(doc, count) for count in set_side_by_side(_planned_in(counts, cells))]
        return mentions + [_mention_of_cell(doc, head, cell) for head, cell in cells if cell.count]

    def _judged(self, doc: Document, matches: list[Match], cells: list[Cell]) -> list[Judged]:
        """The numbers that may count people, each with how sure it does."""
        lines = Lines(doc, self._signs)
        judged: list[Judged] = []
        none: Match | None = None
        earlier: Place | None = None
        for match in matches:
            in_cell = any(cell.count and cell.count[0] <= match.start < cell.count[1] for cell in cells)
            if match.rule.id == _COLUMN or in_cell:
                continue
            place, value = Place(doc, match, self._signs, lines), _number(match)
            sure = 0.0
            if 0 < value <= _MOST and not (none and is_told_beside(place, none)):
                sure = sure_of_people(place, value, earlier is not None and follows(place, earlier))
            if not sure:
                none = match
                continue
            judged.append((place, value, sure))
            earlier = place if sure > IF_TOLD_ELSEWHERE else earlier
        return judged

    def _counts(self, judged: Iterator[Judged]) -> list[Count]:
        counts: list[Count] = []
        sizes: dict[str, int] = {}
        for place, value, sure in judged:
            earlier = counts[-1] if counts else None
            if earlier and value == earlier.value and repeats(place, earlier.place):
                counts.append(earlier._replace(place=place, confidence=sure))
                continue
            counts.append(Count(place, value, _role(place, value, earlier, sizes), place.group, sure))
            if place.label and counts[-1].role != "subgroup":
                sizes.setdefault(place.label, value)
        return counts


def _role(place: Place, value: int, earlier: Count | None, sizes: dict[str, int]) -> PatientsRole:
    is_story = earlier is not None and earlier.role != "planned" and follows(place, earlier.place)
    role = role_of(place, value, earlier.value if earlier and is_story else None, sizes)
    if earlier and earlier.group and role in ("total", "subgroup") and is_fellow(place, earlier.place):
        return "arm"
    if earlier and earlier.role == "planned" and role in ("total", "arm") and is_of_form(place, earlier.place):
        return "planned"
    return role


def _planned_in(counts: list[Count], cells: list[tuple[Match, Cell]]) -> list[Count]:
    """The counts, planned where they stand in a cell of planned numbers."""
    planned = [cell for _, cell in cells if cell.role == "planned"]
    if not planned:
        return counts
    return [
        count._replace(role="planned") if any(cell.holds(count.match.start) for cell in planned) else count
        for count in counts
    ]


def _number(match: Match) -> int:
    printed = match["value"] or ""
    if match.rule.id == "patients.n" or printed.endswith(("l", "O")):
        printed = printed.translate(_LOOKS_LIKE)
    if printed[:1].isdigit() and " " in printed and len(printed.split(" ")[-1]) < 3:
        printed = printed.replace(" ", "")
    try:
        return whole_number(printed)
    except ValueError:
        return 0


def _mention(doc: Document, count: Count) -> Mention:
    value = PatientsValue(count.value, count.role, count.group, count.place.pooled())
    sure = round(count.match.rule.confidence * count.confidence, 2)
    return doc.mention("patients", count.match.start, count.match.end, value, count.match.rule, sure)


def _mention_of_cell(doc: Document, head: Match, cell: Cell) -> Mention:
    group = doc.plain(*cell.group) if cell.group else None
    start, end = cell.count or (cell.start, cell.end)
    return doc.mention("patients", start, end, PatientsValue(cell.value, cell.role, group), head.rule)
