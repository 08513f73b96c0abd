"""Where each study of an article is told: spans of the text.

An article is read as telling as few studies as its facts allow, none of which contradicts itself: `costs.py` says what
each contradiction costs, `cutter.py` where a study may begin, `passage.py` takes the cheapest reading.
"""

from itertools import pairwise

import msgspec

from extract.records import costs
from extract.records.cutter import UnitCutter
from extract.records.passage import (
    Passage,
    dated_by_headings,
    dated_by_lead,
    dated_by_list,
    headed,
    joined,
    named_again,
    passages,
    with_remarks,
    with_rows,
    without_looking_back,
)
from extract.records.unit import NUMBERS, SURE_DESIGN, Unit
from extract.rules import RuleSet
from extract.schema import Mention, RecordKind
from extract.segment import Document

_NAMING = {"institution", "journal", "identifier"}
_TELLING = {*_NAMING, "patients", "title", "date", "cell_type", "condition", "p_value"}
# What the record of a paper needs one of, or animals.
_OF_HEALTH = (*NUMBERS, "condition", "cell_type", "journal", "identifier")
_FACTS_OF_A_ROW = 2
# What the dates of a hospital's or a person's history may be taken for.
_OF_HISTORY = ("other", "as_of")
# Characters of an abstract, and of what may stand before its first section.
_LONGEST_ABSTRACT = 2500
_BEFORE_ABSTRACT = 60
# … and of the first lines of a paper that end in 现报告如下.
_LONGEST_OPENING = 800
_FEWEST_SECTIONS = 3
_LONGEST_CLOSING = 24


class Study(msgspec.Struct):
    """A study and the spans of the text that tell it. `is_done` says whether it has results, `dated_by` are the dates
    of headings and of a lead above it, and of its citation, `counted` the sentences that count people so far."""

    kind: RecordKind
    spans: list[tuple[int, int]]
    is_done: bool = True
    dated_by: list[tuple[int, int]] = []
    counted: list[tuple[int, int]] = []


class StudyFinder:
    """Cuts articles into the studies that they tell."""

    def __init__(self, rules: RuleSet) -> None:
        self._cutter = UnitCutter(rules)
        self._closing = rules.words("records/closing")
        self._abstract_head = rules.pattern("records/abstract_head")
        self._own_report = rules.pattern("records/own_report")
        self._patient = rules.pattern("records/patient")

    def find(self, doc: Document, mentions: list[Mention]) -> list[Study]:
        """The studies of an article in text order. `mentions` are all fields' mentions, sorted by start."""
        end = self._end_of_article(doc)
        told = [mention for mention in mentions if mention.start < end]
        if not told:
            return []
        units = self._cutter.cut(doc, told)
        rows = _rows_that_are_studies(units)
        is_one = _is_paper(told) or self._is_abstract(doc, told)
        studies = self._of_paper(doc, units, rows, end) if is_one else None
        if studies is None:
            studies = _of_article(units, rows, end)
        _leave_history(studies, units)
        return sorted(studies, key=lambda study: study.spans)

    def _of_paper(self, doc: Document, units: list[Unit], rows: set[int], end: int) -> list[Study] | None:
        """The studies of a paper's page; its own only if it is of patients, illnesses, cells or animals, or says where
        it is printed: a title with its year says nothing that a record could hold."""
        studies = _of_paper(units, rows, end)
        is_of_health = any(unit.has(*_OF_HEALTH) or _is_on_animals(unit) for unit in units)
        if studies is None or is_of_health or self._patient.search(doc.text):
            return studies
        return studies[1:]

    def _is_abstract(self, doc: Document, told: list[Mention]) -> bool:
        """Whether the text is an abstract without its title: its sections, or people and what it says of itself."""
        if len(doc.text) > _LONGEST_ABSTRACT:
            return False
        heads = list(self._abstract_head.finditer(doc.text))
        names = [head["name"] for head in heads]
        # The first section once more is that of a second abstract.
        if len(set(names)) >= _FEWEST_SECTIONS and names.count(names[0]) == 1:
            return heads[0].start() < _BEFORE_ABSTRACT
        if len(doc.text) > _LONGEST_OPENING or not any(mention.field in NUMBERS for mention in told):
            return False
        return self._own_report.search(doc.text) is not None

    def _end_of_article(self, doc: Document) -> int:
        """Where a list of references or of other reading begins, unless the article is nothing but that."""
        for block in doc.page.blocks[1:]:
            line = doc.printed[block.start : min(block.end, block.start + _LONGEST_CLOSING)].strip(" 【[]】:：")
            is_short = block.end - block.start < _LONGEST_CLOSING
            if is_short and line.startswith(self._closing) and block.start > len(doc.printed) // 3:
                return block.start
        return len(doc.printed)


def _of_article(units: list[Unit], rows: set[int], end: int) -> list[Study]:
    remarks = [unit for unit in units if rows and unit.row_meant and unit.start > min(rows)]
    read = passages([unit for unit in units if unit not in remarks], rows)
    found = without_looking_back(with_remarks(with_rows(joined(read), units, rows), remarks, rows))
    studies = [_study(passage) for passage in found]
    for number, date in (dated_by_lead(found, units) | dated_by_headings(found, units)).items():
        studies[number].spans.insert(0, date)
        studies[number].dated_by.append(date)
    for number, name in [*named_again(found, units), *headed(found, units)]:
        studies[number].spans.append(name)
        studies[number].spans.sort()
    if listed := dated_by_list(units):
        _date_list(studies, *listed)
    if len(studies) == 1:
        begin = found[0].begin
        _take_in(studies[0], [unit for unit in units if _is_of_only_study(unit, is_before=unit.start < begin)])
    if len(studies) == 1 and units[0].in_form and not found[0].is_row:
        # A form tells of nothing but its study: all its text is that study's.
        studies[0].spans = [(0, end)]
    return studies


def _is_of_only_study(unit: Unit, is_before: bool) -> bool:
    """Whether an article's only study is told of, however far from the telling: in the headline, in a period in which
    people were treated, by partners."""
    if unit.block.kind == "title":
        return True
    if unit.is_another or unit.closes:
        return False
    if is_before and unit.presents:
        return True
    return unit.takes_part or any(date.value.role == "study_period" for date in unit.of("date"))


def _take_in(study: Study, told: list[Unit]) -> None:
    """Gives a study what is told of it elsewhere."""
    for unit in told:
        if not any(start <= unit.start < end for start, end in study.spans):
            study.spans.append((unit.start, unit.end))
    study.spans.sort()


def _leave_history(studies: list[Study], units: list[Unit]) -> None:
    """Takes what is told of a hospital's or a person's history (始建于1952年, 1996年毕业于…) out of all studies."""
    left_out = [(unit.start, unit.end) for unit in units if unit.is_of_hospital]
    left_out += [
        (date.start, date.end)
        for unit in units
        if unit.tells_history
        for date in unit.of("date")
        if date.value.role in _OF_HISTORY
    ]
    for study in studies:
        for span in left_out:
            study.spans = _without(study.spans, span)


def _without(spans: list[tuple[int, int]], left_out: tuple[int, int]) -> list[tuple[int, int]]:
    first, last = left_out
    parts = [part for start, end in spans for part in ((start, min(end, first)), (max(start, last), end))]
    return sorted({(start, end) for start, end in parts if start < end})


def _date_list(studies: list[Study], date: Mention, lead: Unit) -> None:
    """Gives the trials listed below a lead the day that it says, where they are several."""
    below = [study for study in studies if study.kind == "registered_trial" and study.spans[-1][0] > lead.start]
    for study in below if len(below) > 1 else ():
        if not any(start <= date.start < end for start, end in study.spans):
            study.spans.insert(0, (date.start, date.end))


def _of_paper(units: list[Unit], rows: set[int], end: int) -> list[Study] | None:
    """A paper's page tells one study, beside which only those of cited authors are told. None where the page tells
    of several papers with their journals: then its headline only reads like a paper's title."""
    found = passages(units, rows)
    papers = [one for one in found if one.telling.journals and one.tells_numbers]
    if any(_are_two_papers(one, other) for one, other in pairwise(papers)):
        return None
    later = [one for one in found if one.units[0] is not units[0]]
    cited = [one if one.telling.authors else _paragraph(one) for one in later if _is_cited(one)]
    others = [_study(passage) for passage in cited]
    own = _study(Passage(units, rows), is_paper=True)
    own.spans = _all_but(others, end)
    return [own, *others]


def _are_two_papers(one: Passage, other: Passage) -> bool:
    """Whether two passages that name a journal are of different ones, or of different hospitals."""
    if one.telling.contradiction(other.units) >= costs.OTHER_JOURNAL:
        return True
    hospitals = one.telling.institutions, other.telling.institutions
    return all(hospitals) and hospitals[0].isdisjoint(hospitals[1])


def _is_on_animals(unit: Unit) -> bool:
    return any(design.value.code == "animal" and design.confidence >= SURE_DESIGN for design in unit.of("design"))


def _is_cited(passage: Passage) -> bool:
    """Whether a passage of a paper tells another study: Zhang等[8]报道, or 某医院的一组资料[6]."""
    telling = passage.telling
    return bool(telling.authors) or (bool(telling.citations) and bool(telling.institutions))


def _paragraph(passage: Passage) -> Passage:
    """The paragraph with which a passage begins: no author tells how far a study goes that is cited by its hospital."""
    first = passage.units[0].block
    return Passage([unit for unit in passage.units if unit.block is first], passage.telling.rows)


def _study(passage: Passage, is_paper: bool = False) -> Study:
    return Study(_kind(passage, is_paper), passage.spans, passage.is_done, passage.years, passage.counted)


def _kind(passage: Passage, is_paper: bool) -> RecordKind:
    """What a study is by all that it holds: a paper's marks before a registration's, either before none. `is_paper`
    says that the page is the paper's own."""
    telling = passage.telling
    if (
        "journal" in telling.fields
        or telling.papers
        or telling.authors
        or telling.citations
        or (telling.titles and telling.years)
    ):
        return "publication"
    in_print = {unit.in_print for unit in passage.units}
    if True in in_print and False not in in_print and not telling.has_planned:
        return "publication"
    if telling.registrations or telling.has_planned:
        return "registered_trial"
    if not telling.titles:
        return "study"
    is_told = is_paper or telling.has_people or telling.has_animals
    return "publication" if is_told and not passage.is_row else "registered_trial"


def _is_paper(mentions: list[Mention]) -> bool:
    """Whether the mentions are of a page that is one paper's own: its headline was read as the paper's title."""
    return any(mention.extractor == "rule:title.headline" for mention in mentions)


def _all_but(others: list[Study], end: int) -> list[tuple[int, int]]:
    """The spans of the article that no other study takes."""
    spans, start = [], 0
    for first, last in sorted(span for other in others for span in other.spans):
        if start < first:
            spans.append((start, first))
        start = max(start, last)
    return [*spans, (start, end)] if start < end else spans


def _rows_that_are_studies(units: list[Unit]) -> set[int]:
    """The starts of table rows that each tell a study, two or more of them in the article."""
    telling = {unit.block.start for unit in units if unit.block.kind == "table_row" and _tells_study(unit)}
    return telling if len(telling) > 1 else set()


def _tells_study(row: Unit) -> bool:
    """Whether a row names an institution, journal or registration number and one more fact, or counts the people of a
    numbered study."""
    if len(row.fields & _TELLING) < _FACTS_OF_A_ROW:
        return False
    return bool(row.fields & _NAMING) or (row.number is not None and bool(row.totals))
