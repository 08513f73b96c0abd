"""The numbers of a document that count people of studies, each a mention every time it is printed."""

from bisect import bisect_right
from collections.abc import Iterator

from extract.fields import longest
from extract.fields.columns import Span
from extract.fields.patients.group import class_at
from extract.fields.patients.lines import Lines
from extract.fields.patients.people import IF_TOLD_ELSEWHERE, sure_of_people
from extract.fields.patients.place import Place
from extract.fields.patients.role import role_of
from extract.fields.patients.side_by_side import (
    Count,
    Judged,
    classes_of_all,
    follows,
    goes_on,
    is_fellow,
    is_last_of_groups,
    is_of_form,
    is_told_beside,
    repeats,
    same_sentence,
    set_side_by_side,
)
from extract.fields.patients.signs import Signs
from extract.fields.patients.table import Cell, cells_below
from extract.numerals import whole_number
from extract.rules import Match, RuleSet
from extract.schema import Mention, PatientsRole, PatientsValue
from extract.segment import Document

_COLUMNS = ("patients.column", "patients.fared_column")
_RATES = ("patients.rate_of",)
# Scanned pages print letters for digits: n=lo, 2l例
_LOOKS_LIKE = str.maketrans("loO", "100")
# A study seldom has more people; larger numbers are populations.
_MOST = 5_000_000
# How sure findings that together are all people of a study count classes of them.
_SURE_OF_CLASS = 0.85


class PatientsReader:
    def __init__(self, rules: RuleSet) -> None:
        self._signs = Signs(rules)

    def find(self, doc: Document) -> list[Mention]:
        """The counts of people of a document."""
        matches = longest(doc.matches.get("patients", ()))
        heads = [match for match in matches if match.rule.id in _COLUMNS]
        cells = [(head, cell) for head in heads for cell in cells_below(doc, head, self._signs)]
        cells.sort(key=lambda one: one[1].number or (one[1].start, one[1].end))
        judged = self._judged(doc, matches, [cell for _, cell in cells])
        told = {value for _, value, sure in judged if sure > IF_TOLD_ELSEWHERE}
        told |= {cell.value for _, cell in cells}
        counts = self._counts(one for one in judged if one[2] > IF_TOLD_ELSEWHERE or one[1] in told)
        placed = _as_told_elsewhere(list(set_side_by_side(_planned_in(counts, cells))))
        mentions = [_mention(doc, count) for count in placed]
        return mentions + [_mention_of_cell(doc, head, cell) for head, cell in cells if cell.number]

    def _judged(self, doc: Document, matches: list[Match], cells: list[Cell]) -> list[Judged]:
        """The numbers that may count people, each with how sure it does."""
        lines = Lines(doc, self._signs)
        in_cells = {cell.number[0] for cell in cells if cell.number}
        judged: list[Judged] = []
        refused: list[Judged] = []
        none: Match | None = None
        earlier: Place | None = None
        for match in matches:
            if match.rule.id in _COLUMNS or match.start in in_cells:
                continue
            place, value = Place(doc, match, self._signs, lines), _number(match)
            sure = 0.0
            if 0 < value <= _MOST and not (none and is_told_beside(place, none)):
                sure = sure_of_people(place, value, earlier is not None and follows(place, earlier))
            if not sure:
                none = match
                refused.append((place, value, _SURE_OF_CLASS))
                continue
            judged.append((place, value, sure))
            earlier = place if sure > IF_TOLD_ELSEWHERE else earlier
        return sorted([*judged, *classes_of_all(refused, judged)], key=lambda one: one[0].match.start)

    def _counts(self, judged: Iterator[Judged]) -> list[Count]:
        counts: list[Count] = []
        sizes: dict[str, int] = {}
        whole = 0
        for place, value, sure in judged:
            earlier = counts[-1] if counts else None
            if earlier and value == earlier.value and repeats(place, earlier.place):
                counts.append(earlier._replace(place=place, confidence=sure))
                continue
            is_story = earlier is not None and earlier.role != "planned" and goes_on(place, earlier.place)
            role = "subgroup" if place.is_of_all else role_of(place, value, whole if is_story else None, sizes)
            counts.append(Count(place, value, _beside(place, role, earlier), place.group, sure))
            whole = value if not is_story or counts[-1].role == "total" else max(whole, value)
            if place.label and counts[-1].role != "subgroup":
                sizes.setdefault(place.label, value)
        return counts


def _beside(place: Place, role: PatientsRole, earlier: Count | None) -> PatientsRole:
    """The role of a number in the light of the one before it."""
    if earlier is None:
        return role
    if earlier.group and role in ("total", "subgroup") and is_fellow(place, earlier.place):
        return "arm"
    if role == "arm" and is_last_of_groups(place, earlier.place):
        return "control"
    if earlier.role == "subgroup" and place.is_class() and same_sentence(place, earlier.place):
        return "subgroup"
    if earlier.role != "planned" or role == "subgroup":
        return role
    is_planned = is_of_form(place, earlier.place) or (role != "total" and same_sentence(place, earlier.place))
    return "planned" if is_planned else role


def _as_told_elsewhere(counts: list[Count]) -> list[Count]:
    """The counts; the people of whom a rate is told (140/150) are the group of that size, or all."""
    roles: dict[int, PatientsRole] = {}
    for told in (("arm", "control"), ("total",)):
        for count in counts:
            if count.place.kind not in _RATES and count.role in told:
                roles.setdefault(count.value, count.role)
    return [
        count._replace(role=roles[count.value]) if count.place.kind in _RATES and count.value in roles else count
        for count in counts
    ]


def _planned_in(counts: list[Count], cells: list[tuple[Match, Cell]]) -> list[Count]:
    """The counts, planned where they stand in a cell of planned numbers."""
    planned = sorted((cell.start, cell.end) for _, cell in cells if cell.role == "planned")
    return [count._replace(role="planned") if _is_within(planned, count.match.start) else count for count in counts]


def _is_within(spans: list[Span], position: int) -> bool:
    at = bisect_right(spans, (position, position))
    return at > 0 and position < spans[at - 1][1]


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
    value = PatientsValue(count.value, count.role, count.group or _class_of(doc, count), count.place.pooled())
    sure = round(count.match.rule.confidence * count.confidence, 2)
    return doc.mention("patients", count.match.start, count.match.end, value, count.match.rule, sure)


def _class_of(doc: Document, count: Count) -> str | None:
    printed = class_at(count.place.before, count.match.start, count.place.signs) if count.role == "subgroup" else None
    return doc.plain(*printed) if printed else None


def _mention_of_cell(doc: Document, head: Match, cell: Cell) -> Mention:
    group = doc.plain(*cell.group) if cell.group else None
    start, end = cell.number or (cell.start, cell.end)
    return doc.mention("patients", start, end, PatientsValue(cell.value, cell.role, group), head.rule)
