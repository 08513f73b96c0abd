"""The passages of an article that tell a study each: the cheapest reading of its units."""

from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise

from extract.records import costs
from extract.records.telling import Telling
from extract.records.unit import NUMBERS, Unit, is_short_for, key
from extract.schema import Mention

_OWN_FACTS = ("journal", "title", "patients", "identifier", "p_value", "dose", "follow_up", "design")
# What a passage that only looks back on others does not hold.
_NEW = ("journal", "title", "identifier", "p_value", "dose", "follow_up")
# Counts below are too common to show what study is meant.
_FEWEST_PEOPLE = 10
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

    @cached_property
    def told(self) -> set[str]:
        """The institutions and the numbers of people by which a later sentence may look back on the study."""
        return set().union(*(_named_or_counted(unit) for unit in self.units))

    def leave(self, units: list[Unit]) -> None:
        """Gives units up that tell of other studies."""
        self.units = [unit for unit in self.units if unit not in units]

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
        if unit.has("institution") and unit.number_of_block > self._told_until and not unit.in_form:
            return not any(_is_named_elsewhere(name, naming) for name in unit.institutions)
        if not unit.has("date"):
            return self._tells_cells and unit.has("cell_type") and not unit.has("institution")
        if unit.start < self.begin:
            return not unit.begins_with_year
        if any(naming[name] > 1 for name in unit.institutions):
            return False
        return all(date.value.role == "other" for date in unit.of("date"))

    @cached_property
    def _told_until(self) -> int:
        """The last block with facts of the study's own: hospitals named in blocks behind it are no study's."""
        return max((unit.number_of_block for unit in self.units if unit.has(*_OWN_FACTS)), default=0)

    @cached_property
    def _tells_cells(self) -> bool:
        """Whether the study's cells are told together with facts of its own."""
        return any(unit.has("cell_type") and unit.has(*_OWN_FACTS, "institution") for unit in self.units)


def _is_named_elsewhere(name: str, naming: Counter[str]) -> bool:
    """Whether a further sentence names the institution, perhaps in full."""
    return naming[name] > 1 or any(name in one or is_short_for(name, one) for one in naming if one != name)


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


def without_looking_back(found: list[Passage]) -> list[Passage]:
    """Passages without the sentences that but look back on several studies told before (做得最扎实的还是甲院那47例,
    乙院的38例…), and without those that are nothing else."""
    kept: list[Passage] = []
    for passage in found:
        before = [one.told for one in kept]
        if before and not passage.is_row:
            if not passage.telling.fields & set(_NEW) and _look_back(passage.told, before):
                continue
            passage.leave([unit for unit in passage.units[1:] if _looks_back(unit, passage, before)])
        kept.append(passage)
    return kept


def _looks_back(unit: Unit, passage: Passage, before: list[set[str]]) -> bool:
    if unit.has(*_NEW):
        return False
    own = set().union(*(_named_or_counted(one) for one in passage.units if one is not unit))
    return _look_back(_named_or_counted(unit), [own, *before])


def _look_back(told: set[str], before: list[set[str]]) -> bool:
    """Whether all that is named and counted was told of studies before, not of one only."""
    meant = [next((number for number, one in enumerate(before) if _tells(one, name)), None) for name in told]
    return None not in meant and len(set(meant)) > 1


def _tells(told: set[str], name: str) -> bool:
    return name in told or any(name in one or is_short_for(name, one) for one in told if not name.isdigit())


def _named_or_counted(unit: Unit) -> set[str]:
    people = {str(one.value.value) for one in unit.of("patients") if one.value.value >= _FEWEST_PEOPLE}
    return unit.institutions | people


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


def named_again(found: list[Passage], units: list[Unit]) -> list[tuple[int, tuple[int, int]]]:
    """Names of institutions that stand in no telling, in the headline or in words behind the telling, each with the
    number of the one passage whose institution it is, perhaps in short."""
    taken = {unit.start for passage in found for unit in passage.units}
    again = []
    for unit in units:
        if unit.start in taken:
            continue
        for mention in unit.of("institution"):
            meant = _whose(key(mention.value.name), found)
            if len(meant) == 1 and (unit.block.kind == "title" or found[meant[0]].begin < unit.start):
                again.append((meant[0], (mention.start, mention.end)))
    return again


def _whose(name: str, found: list[Passage]) -> list[int]:
    """The numbers of the passages that name an institution, perhaps more fully."""
    return [
        number
        for number, passage in enumerate(found)
        if any(name in one or is_short_for(name, one) for one in passage.telling.institutions)
    ]


def dated_by_headings(found: list[Passage], units: list[Unit]) -> dict[int, tuple[int, int]]:
    """The year of the heading above a passage that prints no year of its own, by the passage's number. A heading that
    begins with a year dates all that is told beneath it, down to the next such heading."""
    headings = [unit for unit in units if unit.block.kind == "heading" and unit.begins_with_year]
    borders = [*(heading.start for heading in headings), units[-1].end]
    if len(headings) == 1:
        # One year among other headings dates only what stands right beneath it.
        borders[1] = next((unit.start for unit in units if _is_heading_below(unit, headings[0])), units[-1].end)
    years = {}
    for heading, (_, end) in zip(headings, pairwise(borders), strict=True):
        date = heading.mentions[0]
        for number, passage in enumerate(found):
            if not passage.telling.years and heading.end <= passage.units[0].start < end:
                years[number] = (date.start, date.end)
    return years


def _is_heading_below(unit: Unit, heading: Unit) -> bool:
    return unit.block.kind == "heading" and unit.start > heading.start


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


def headed(found: list[Passage], units: list[Unit]) -> list[tuple[int, tuple[int, int]]]:
    """The institution that a headline names, and the same before any study is told: the first study's that shares the
    headline's phase, cells or illness, where no passage names it."""
    title = next((unit for unit in units if unit.block.kind == "title"), None)
    if title is None or not title.institutions or any(_whose(name, found) for name in title.institutions):
        return []
    number = max(range(len(found)), key=lambda one: (_shared(title, found[one]), -one), default=None)
    if number is None or not _shared(title, found[number]):
        return []
    before = [unit for unit in units if unit.start < found[number].begin]
    named = [one for unit in before for one in unit.of("institution")]
    return [(number, (one.start, one.end)) for one in named if _is_one_of(key(one.value.name), title.institutions)]


def _shared(title: Unit, passage: Passage) -> int:
    """How much of what a headline says a passage tells as well."""
    told = set().union(*(_told_of_health(unit) for unit in passage.units))
    return 2 * bool(title.phases & passage.telling.phases) + len(_told_of_health(title) & told)


def _told_of_health(unit: Unit) -> set[tuple[str, str]]:
    return {(one.field, str(one.value)) for one in unit.mentions if one.field in ("cell_type", "condition")}


def _is_one_of(name: str, institutions: set[str]) -> bool:
    return any(name in one or one in name for one in institutions)


def dated_by_list(units: list[Unit]) -> tuple[Mention, Unit] | None:
    """The day of which the state of all trials listed below is, with the sentence that says it."""
    lead = next((unit for unit in units if unit.lists), None)
    return (lead.of("date")[0], lead) if lead else None
