"""The passages of an article that tell a study each: the cheapest reading of its units."""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise

from extract.records import costs
from extract.records.telling import Telling
from extract.records.unit import NUMBERS, Unit
from extract.schema import Mention

_OWN_FACTS = ("journal", "title", "patients", "identifier", "p_value", "dose", "follow_up", "design")
_OWN_NAMES = ("institution", "journal", "title", "patients", "identifier", "p_value")


class Passage:
    """Units that tell one study, mostly a stretch of the text."""

    def __init__(self, units: list[Unit], rows: set[int]) -> None:
        self.units: list[Unit] = []
        self.telling = Telling(rows)
        self.take(units)

    def take(self, units: list[Unit]) -> None:
        """Tells on with units from elsewhere."""
        self.units += units
        for unit in units:
            self.telling.add(unit)

    @property
    def is_row(self) -> bool:
        return self.units[0].block.start in self.telling.rows

    @property
    def is_done(self) -> bool:
        """Whether the study has results."""
        return "p_value" in self.telling.fields

    @property
    def says_another(self) -> bool:
        """Whether the sentence that first names or counts it says that it is another study."""
        return any(unit.is_another for unit in self.units if unit.start == self.begin)

    @property
    def counted(self) -> list[tuple[int, int]]:
        """The sentences that count people so far in a study that may go on."""
        return [(unit.start, unit.end) for unit in self.units if unit.counts_so_far]

    @property
    def tells_numbers(self) -> bool:
        return not self.telling.fields.isdisjoint(NUMBERS)

    @cached_property
    def begin(self) -> int:
        """Where the study is first named or counted."""
        return next((unit.start for unit in self.units if unit.authors or unit.has(*_OWN_NAMES)), 0)

    @property
    def spans(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        passed_over = {unit.start for unit in self.telling.passed_over}
        naming = Counter(name for unit in self.units for name in unit.institutions)
        for unit in sorted(self.units, key=lambda unit: unit.start):
            if unit.start in passed_over or self._digresses(unit, naming):
                continue
            if spans and spans[-1][1] >= unit.start:
                spans[-1] = (spans[-1][0], unit.end)
            else:
                spans.append((unit.start, unit.end))
        return spans

    @property
    def years(self) -> list[tuple[int, int]]:
        """The years that stand at the passage's head or behind the author cited."""
        head = self.units[0]
        years = [head.mentions[0]] if head.begins_with_year else []
        years += [date for unit in self.units if unit.authors for date in unit.of("date") if unit.is_cited_in(date)]
        return [(year.start, year.end) for year in years]

    def _digresses(self, unit: Unit, naming: Counter[str]) -> bool:
        """Whether a sentence tells something else: the words before a list, a doctor's life, a hospital's history,
        what cells can do in general. Nothing in it is the study's. `naming` counts the sentences that name an
        institution."""
        if unit.has(*_OWN_FACTS) or unit.points_back or unit.takes_part or unit.is_labelled:
            return False
        if unit.block.kind == "table_row":
            return False
        if not unit.has("date"):
            return self._tells_cells and unit.has("cell_type") and not unit.has("institution")
        if unit.start < self.begin:
            return not unit.begins_with_year
        if any(naming[name] > 1 for name in unit.institutions):
            return False
        return all(date.value.role == "other" for date in unit.of("date"))

    @cached_property
    def _tells_cells(self) -> bool:
        """Whether the study's cells are told together with facts of its own."""
        return any(unit.has("cell_type") and unit.has(*_OWN_FACTS, "institution") for unit in self.units)


def passages(units: list[Unit], rows: set[int]) -> list[Passage]:
    """The cheapest way of reading units as studies and as text between them. `rows` are the starts of table rows that
    are studies."""
    best = [0.0, *[costs.IMPOSSIBLE**2] * len(units)]
    begins: list[int | None] = [None] * (len(units) + 1)
    for first, unit in enumerate(units):
        left_out = best[first] + unit.left_out
        if left_out < best[first + 1]:
            best[first + 1], begins[first + 1] = left_out, None
        if unit.opening is None:
            continue
        telling, cost = Telling(rows), costs.ONE_MORE + unit.opening
        for end in range(first + 1, min(first + costs.MOST_SENTENCES, len(units)) + 1):
            cost += telling.add(units[end - 1])
            if cost > costs.TOO_DEAR:
                break
            whole = best[first] + cost
            if whole < best[end] and (whole := whole + telling.lack()) < best[end]:
                best[end], begins[end] = whole, first
    return [Passage(units[begin:end], rows) for begin, end in _way(begins)]


def _way(begins: list[int | None]) -> list[tuple[int, int]]:
    """The studies on the way to the last unit, where `begins` tells for each end the best beginning."""
    way, end = [], len(begins) - 1
    while end:
        begin = begins[end]
        if begin is not None:
            way.append((begin, end))
        end = end - 1 if begin is None else begin
    return way[::-1]


def joined(found: list[Passage]) -> list[Passage]:
    """Passages that tell the same study become one."""
    kept: list[Passage] = []
    by_sign: dict[str, set[int]] = defaultdict(set)
    for passage in found:
        signs = set().union(*(unit.signs for unit in passage.units))
        alike = set().union(*(by_sign[sign] for sign in signs))
        number = next((number for number in sorted(alike) if _is_same(kept[number], passage)), len(kept))
        if number == len(kept):
            kept.append(passage)
        else:
            kept[number].take(passage.units)
        for sign in signs:
            by_sign[sign].add(number)
    return kept


def _is_same(one: Passage, other: Passage) -> bool:
    """Whether two passages tell the same study. Rows of a table stay apart, even with the same title: trials of
    several sponsors share one."""
    if (one.is_row and other.is_row) or not _share_a_sign(one.telling, other.telling):
        return False
    says_another = costs.ANOTHER if other.says_another else 0.0
    return one.telling.contradiction(other.units) + says_another <= costs.ONE_MORE


def _share_a_sign(first: Telling, second: Telling) -> bool:
    """Whether two tellings have in common what one study alone has."""
    if (
        first.papers & second.papers
        or first.authors & second.authors
        or first.citations & second.citations
        or _share_registration(first, second)
    ):
        return True
    share_institutions = bool(first.institutions & second.institutions)
    if first.titles & second.titles:
        return share_institutions or not (first.institutions and second.institutions)
    return share_institutions and bool(first.journals & second.journals or first.totals & second.totals)


def _share_registration(first: Telling, second: Telling) -> bool:
    return any(first.registrations.get(registry, set()) & numbers for registry, numbers in second.registrations.items())


def with_rows(found: list[Passage], units: list[Unit], rows: set[int]) -> list[Passage]:
    """Rows of a table that sums up what the text tells go to the study whose author, institutions or number they
    name."""
    kept = [passage for passage in found if not _sums_up(passage, found)]
    taken = {unit.start for passage in kept for unit in passage.units}
    for unit in units:
        if unit.block.start not in rows or unit.start in taken:
            continue
        named = [number for number, passage in enumerate(kept) if _names(unit, passage.telling)]
        named = named or [number for number, passage in enumerate(kept) if _numbers(unit, passage)]
        if len(named) == 1:
            kept[named[0]].take([unit])
    return kept


def _sums_up(passage: Passage, found: list[Passage]) -> bool:
    """Whether a passage is but a row, with the number of a study that the text tells."""
    telling = passage.telling
    if not passage.is_row or len(passage.units) > 1 or telling.titles or telling.registrations:
        return False
    return any(_numbers(passage.units[0], one) for one in found)


def _names(unit: Unit, telling: Telling) -> bool:
    shared = unit.authors & telling.authors or unit.institutions & telling.institutions
    return bool(shared) and not telling.contradiction([unit])


def _numbers(row: Unit, passage: Passage) -> bool:
    """Whether a row has the number with which a study's telling begins."""
    head = passage.units[0]
    return head.number == row.number is not None and not passage.is_row and not passage.telling.contradiction([row])


def with_remarks(found: list[Passage], remarks: list[Unit], rows: set[int]) -> list[Passage]:
    """Remarks below a table on its third study, say, belong to that one."""
    in_order = dict(enumerate(sorted(rows), 1))
    for passage in found if remarks else ():
        starts = {unit.block.start for unit in passage.units}
        passage.take([remark for remark in remarks if in_order.get(remark.row_meant or 0) in starts])
    return found


def dated_by_headings(found: list[Passage], units: list[Unit]) -> dict[int, tuple[int, int]]:
    """The year of the heading above a passage that prints no year of its own, by the passage's number. A heading that
    begins with a year dates all that is told beneath it, down to the next such heading."""
    headings = [unit for unit in units if unit.block.kind == "heading" and unit.begins_with_year]
    borders = [*(heading.start for heading in headings), units[-1].end]
    years = {}
    for heading, (_, end) in zip(headings, pairwise(borders), strict=True):
        date = heading.mentions[0]
        for number, passage in enumerate(found):
            if not passage.telling.years and heading.end <= passage.units[0].start < end:
                years[number] = (date.start, date.end)
    return years


def dated_by_lead(found: list[Passage], units: list[Unit]) -> dict[int, tuple[int, int]]:
    """The date that a lead gives all the papers told below it, by the numbers of those passages that name a paper and
    no year in which it came out."""
    lead = next((unit for unit in units if unit.gathers), None)
    dates = lead.of("date") if lead else []
    if lead is None or len(dates) != 1:
        return {}
    below = [number for number, passage in enumerate(found) if passage.units[0].start > lead.start]
    dated = [number for number in below if found[number].telling.journals and not found[number].telling.years]
    return dict.fromkeys(dated, (dates[0].start, dates[0].end))


def dated_by_list(units: list[Unit]) -> tuple[Mention, Unit] | None:
    """The day of which the state of all trials listed below is, with the sentence that says it."""
    lead = next((unit for unit in units if unit.lists), None)
    return (lead.of("date")[0], lead) if lead else None
