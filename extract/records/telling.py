"""How well a stretch of text reads as the telling of one study."""

from extract.records import costs
from extract.records.unit import NUMBERS, Unit, is_short_for

_RESULTS = {"p_value", "design", "dose", "follow_up"}
# So many labelled lines are a form.
_LABELS_OF_FORM = 3
# Characters before a paragraph's first institution, where it is what the paragraph is about.
_HEAD = 12
_NAMES_OF_PAPERS = frozenset(("journal", "title", "identifier"))
_NUMBERS = frozenset(NUMBERS)


class Telling:
    """One study's text as far as it has been read.

    `rows` are the starts of those table rows of the article that tell a study each.
    """

    def __init__(self, rows: set[int]) -> None:
        self.rows = rows
        self.registrations: dict[str, set[str]] = {}
        self.papers: set[str] = set()
        self.titles: set[str] = set()
        self.is_only_headed = True
        self.journals: set[str] = set()
        self.authors: set[str] = set()
        self.citations: set[str] = set()
        self.institutions: set[str] = set()
        self.totals: set[int] = set()
        self.years: set[str] = set()
        self.phases: set[str] = set()
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.block = 0
        self.is_announced = False
        self.is_in_print = False
        self.is_reported = False
        self.is_own = False
        self.has_ordinal = False
        # Whether a sentence tells at once how a study was made, and of whose people.
        self.designs_people = False
        self.has_animals = False
        self.has_people = False
        self.has_planned = False
        self.starts_numbered = False
        # Whether it is told beneath a numbered heading that names its institution.
        self.is_headed = False
        self.row: int | None = None
        self.is_empty = True
        self.passed_over: list[Unit] = []

    def add(self, unit: Unit) -> float:
        """Takes in one more sentence, or passes over it where that is cheaper; returns what it costs."""
        cost = self._going_on(unit)
        if not (unit.mentions or unit.authors):
            return cost
        if unit.is_plain:
            self.fields |= unit.fields
            return cost
        contradiction = self._other_names(unit) + self._other_numbers(unit) + self._other_people(unit)
        if contradiction > costs.PASSED_OVER and not unit.authors:
            passed_over = unit.left_out + (costs.NAME_PASSED_OVER if unit.names_paper else costs.PASSED_OVER)
            if contradiction > passed_over:
                self.passed_over.append(unit)
                return cost + passed_over
        self._learn(unit)
        return cost + contradiction

    def contradiction(self, units: list[Unit]) -> float:
        """What contradicts in the names and numbers of sentences told elsewhere."""
        return sum(self._other_names(unit) + self._other_numbers(unit) for unit in units if unit.mentions)

    def lack(self) -> float:
        """What it costs that the text, where it ends here, is no whole telling of a study."""
        told = not self.fields.isdisjoint(_NAMES_OF_PAPERS)
        numbers = not self.fields.isdisjoint(_NUMBERS)
        if not told and not numbers:
            return costs.IMPOSSIBLE
        cost = 0.0 if self.is_announced else costs.ANNOUNCED_NOWHERE
        if not (told or self.authors or self.citations):
            return cost + self._lack_of_untitled()
        if self.is_only_headed or not (numbers or self.titles or self.registrations or "design" in self.fields):
            return cost + costs.BARE
        named = self.institutions or self.is_own or self.authors or self.citations or self.titles or self.registrations
        return cost if named else cost + costs.NAMELESS

    def _lack_of_untitled(self) -> float:
        """A study told without paper or registration: some facts that only a study has must stand together."""
        subjects = self.has_animals or "patients" in self.fields
        if not subjects or self.fields.isdisjoint(_RESULTS | {"institution"}):
            return costs.IMPOSSIBLE
        is_form = len(self.labels) >= _LABELS_OF_FORM
        is_told = self.is_in_print or self.is_reported or is_form or self.has_planned
        cost = 0.0 if is_told else costs.UNPUBLISHED
        if not (self.institutions or self.is_own):
            cost += costs.NAMELESS
        is_studied = self.has_planned or self.is_reported or is_form or self.is_headed
        if not self.fields.isdisjoint(("p_value", "dose", "follow_up")) or is_studied or self.designs_people:
            return cost
        return cost + costs.CASUAL

    def _going_on(self, unit: Unit) -> float:
        """What it costs that the telling goes on to a sentence, whatever that says."""
        cost = 0.0
        if self.is_empty:
            self.starts_numbered = unit.is_numbered
            self.is_headed = unit.is_numbered and unit.is_heading and unit.has("institution")
            self.is_empty = False
        else:
            if unit.opens_block:
                cost += self._crossing(unit)
            if unit.is_another or unit.is_ordinal:
                cost += costs.ANOTHER
            if unit.is_ordinal and self.has_ordinal:
                cost += costs.OTHER_ORDINAL
        self.block = unit.number_of_block
        self.has_ordinal |= unit.is_ordinal
        if unit.block.start in self.rows:
            self.row = unit.block.start
        return cost

    def _crossing(self, unit: Unit) -> float:
        gap = unit.number_of_block - self.block - 1
        if gap <= 0 or unit.in_form:
            return self._border(unit)
        return self._border(unit) + costs.GAP * min(gap, costs.LONGEST_GAP)

    def _border(self, unit: Unit) -> float:
        if unit.closes:
            return costs.OVER_SUM
        if unit.block.start in self.rows and self.row != unit.block.start:
            return costs.OVER_ROW if self.row is not None else costs.INTO_ROW
        if self.row is not None and unit.block.kind != "table_row":
            return costs.OUT_OF_ROW
        if unit.begins_form and self._has_form(unit):
            return costs.OVER_FORM
        if unit.label is not None or unit.repeats_title or unit.is_section:
            return costs.OVER_LABEL
        if unit.in_form:
            return costs.OVER_FORM_LINE
        share = costs.UNTOLD if self.fields.isdisjoint(("patients", "p_value", "dose")) else 1.0
        if unit.is_numbered and self.starts_numbered:
            return share * costs.OVER_NUMBERED
        if unit.is_heading:
            return share * costs.OVER_HEADING
        if unit.is_numbered:
            return costs.OVER_ITEM
        return costs.OVER_LINE if unit.is_line else costs.OVER_PARAGRAPH

    def _has_form(self, unit: Unit) -> bool:
        """Whether the lines of a form have been told when it begins anew."""
        if unit.label is not None:
            return True
        return bool(self.registrations) and not self.fields.isdisjoint(("title", "institution", "patients"))

    def _other_names(self, unit: Unit) -> float:
        cost = self._other_registrations(unit) if unit.registrations else 0.0
        if unit.titles and _differ(unit.titles, self.titles):
            cost += costs.TITLE_AGAIN if unit.is_within_form else costs.OTHER_TITLE
        if unit.journals and self.journals and not _meet(unit.journals, self.journals):
            cost += costs.OTHER_JOURNAL if _differ(unit.journals, self.journals) else costs.JOURNAL_AGAIN
        if unit.authors and unit.authors.isdisjoint(self.authors):
            if self.authors:
                cost += costs.OTHER_AUTHOR
            elif self.is_announced:
                cost += costs.CITING
        if unit.citations and self.citations and unit.citations.isdisjoint(self.citations):
            cost += costs.OTHER_CITATION
        if unit.label in self.labels and not unit.has("patients"):
            cost += costs.LABEL_AGAIN if unit.has("institution", "title", "identifier") else costs.PLAIN_LABEL_AGAIN
        return cost

    def _other_registrations(self, unit: Unit) -> float:
        cost = 0.0
        for registry, number in unit.registrations:
            if number not in self.registrations.get(registry, {number}):
                cost += costs.OTHER_REGISTRATION
            elif self._begins_anew(unit) and registry not in self.registrations:
                cost += costs.OTHER_REGISTRY
        return cost

    def _begins_anew(self, unit: Unit) -> bool:
        """Whether a line with a registration number stands behind the form or item that told another one."""
        is_line = unit.is_numbered or (unit.in_form and unit.opens_block and not unit.is_within_form)
        return is_line and bool(self.registrations) and "patients" in self.fields

    def _other_numbers(self, unit: Unit) -> float:
        cost = 0.0
        if unit.totals and self.totals and not _add_up(unit.totals, self.totals) and unit.people not in self.totals:
            cost += costs.OTHER_TOTAL
        if unit.phases and self.phases and unit.phases.isdisjoint(self.phases):
            cost += costs.OTHER_PHASE
        if unit.years_published and self.years and unit.years_published.isdisjoint(self.years):
            cost += costs.OTHER_YEAR
        return cost

    def _other_people(self, unit: Unit) -> float:
        cost = 0.0
        if self.institutions and self._is_visited_by(unit):
            share = costs.UNTOLD if self.fields.isdisjoint(_NUMBERS) and not unit.names_paper else 1.0
            cost += share * costs.OTHER_INSTITUTION if self._leads(unit) else costs.OTHER_VISITOR
        elif self._is_led_otherwise(unit):
            cost += costs.OTHER_LEADER
        if self._is_done_otherwise(unit):
            cost += costs.PLANNED_AND_DONE
        if (unit.has_animals and self.has_people) or (unit.has_people and self.has_animals and not self.has_people):
            cost += costs.ANIMALS_AND_PEOPLE
        return cost

    def _is_done_otherwise(self, unit: Unit) -> bool:
        """Whether people are planned where others were treated, or the other way round; those treated so far are of
        the study that is planned."""
        if unit.counts_so_far:
            return False
        return (unit.is_planned and self.has_people) or (unit.has_people and self.has_planned and not self.has_people)

    def _is_visited_by(self, unit: Unit) -> bool:
        """Whether a sentence names institutions, and none of them is the study's."""
        return not unit.takes_part and self._are_others(unit)

    def _is_led_otherwise(self, unit: Unit) -> bool:
        """Whether an institution leads, where people of others have been counted."""
        is_told = bool(self.institutions) and "patients" in self.fields
        return is_told and unit.leads and unit.label is None and self._are_others(unit)

    def _are_others(self, unit: Unit) -> bool:
        if not unit.institutions or _meet(unit.institutions, self.institutions):
            return False
        return not any(is_short_for(one, other) for one in unit.institutions for other in self.institutions)

    def _leads(self, unit: Unit) -> bool:
        """Whether a sentence's institution is what the sentence is about: it tells facts of a study, or opens a
        paragraph behind a study that has been told."""
        if unit.points_back or unit.label is not None:
            return False
        if unit.tells_numbers or unit.authors or unit.has("journal", "title", "design", "identifier"):
            return True
        opens = unit.opens_block and unit.of("institution")[0].start - unit.start < _HEAD
        return opens and not self.fields.isdisjoint(("journal", "patients"))

    def _learn(self, unit: Unit) -> None:
        self.fields |= unit.fields
        if unit.authors or unit.citations:
            self.authors |= unit.authors
            self.citations |= unit.citations
        is_cited = bool(unit.authors)
        self.is_only_headed &= not (unit.is_text or is_cited)
        self.is_in_print |= unit.in_print is True
        self.is_reported |= unit.reports
        self.is_own |= unit.is_own
        self.is_announced |= not unit.points_back and (unit.announces or is_cited)
        self.designs_people |= "design" in unit.fields and unit.has("patients", "institution")
        self.has_animals |= unit.has_animals
        self.has_planned |= unit.is_planned
        self.has_people |= unit.has_people
        if unit.label:
            self.labels.add(unit.label)
        if unit.institutions:
            self.institutions |= unit.institutions
        if unit.years_published:
            self.years |= unit.years_published
        if unit.phases:
            self.phases |= unit.phases
        if unit.totals:
            self.totals |= unit.totals
        if unit.names_paper:
            self.titles |= unit.titles
            self.journals |= unit.journals
            self.papers |= unit.papers
            for registry, number in unit.registrations:
                self.registrations.setdefault(registry, set()).add(number)


def _meet(some: set[str], others: set[str]) -> bool:
    """Whether two sets of names share one, perhaps shortened."""
    return not some.isdisjoint(others) or any(one in other or other in one for one in some for other in others)


def _add_up(some: set[int], known: set[int]) -> bool:
    """Whether totals agree: one of them is known, or they or halves are parts of a known one."""
    return not some.isdisjoint(known) or sum(some) in known or any(2 * one in known for one in some)


def _differ(some: set[str], known: set[str]) -> bool:
    """Whether names of one kind contradict known ones; a name in another language does not."""
    same_language = {name for name in known if any(name.isascii() == one.isascii() for one in some)}
    return bool(same_language) and not _meet(some, known)
