"""Cuts an article into the record stage's units, and says where a study may begin."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from extract.numerals import whole_number
from extract.records import costs
from extract.records.unit import NUMBERS, YEAR, Unit, key
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document

_FACTS = {"institution", "journal", "identifier", "title", "patients", "date", "p_value", "design"}
_NAMED = ("institution", "journal", "identifier", "title", "patients", "date")
_NAMES = ("institution", "journal", "identifier", "title")
_NAMED_BUT_DATE = (*_NAMES, "patients")
# Characters at a sentence's head in which a word must stand to speak for it.
_HEAD = 40
# Signs that may stand before a section's label, as in 【方法】.
_BEFORE_SECTION = 3
_BEGINS = {"list_item": costs.BEGINS_ITEM, "table_row": costs.BEGINS_ROW}
_NO_LINES = ("title", "heading", "table_row")
# What the first line of a form may name, the surest first.
_HEADS_OF_FORMS = ("identifier", "title", "institution", "journal")
# Blocks from one labelled line of a form to the next.
_FURTHEST_LINE = 3
_LONGEST_LINE_OF_FORM = 80
_SHORTEST_REPEAT = 6
# How much of an affiliation's text its names are at least, the rest being places and postcodes: where it is numbered,
# where it is not, where it ends as a sentence.
_SHARE_OF_NAMES = {True: 0.25, False: 0.4}
_SHARE_IN_SENTENCE = 0.6
_SENTENCE = "。"
# How much of a form's value, where it is a day or a number, these words are.
_SHARE_OF_VALUE = 0.8
_ASKING = ("?", "!", ":")


class UnitCutter:
    """Cuts articles into units."""

    def __init__(self, rules: RuleSet) -> None:
        self._ordinal = rules.pattern("records/ordinal")
        self._numbered = rules.pattern("records/numbered")
        self._number = rules.pattern("records/number")
        self._own = rules.pattern("records/own")
        self._row_meant = rules.pattern("records/row_meant")
        self._row_numbered = rules.pattern("records/row_numbered")
        self._pointing_back = rules.pattern("records/pointing_back")
        self._another = rules.pattern("records/another")
        self._in_passing = rules.pattern("records/in_passing")
        self._cited = rules.pattern("records/cited")
        self._citation = rules.pattern("records/citation")
        self._author_cited = rules.pattern("records/author_cited")
        self._publishing = rules.pattern("records/publishing")
        self._reporting = rules.pattern("records/reporting")
        self._gathering = rules.pattern("records/gathering")
        self._phase = rules.pattern("records/phase")
        self._presenting = rules.pattern("records/presenting")
        self._hospital = rules.pattern("records/hospital")
        self._history = rules.pattern("records/history")
        self._listing = rules.pattern("records/listing")
        self._succeeding = rules.pattern("records/succeeding")
        self._in_print = rules.pattern("records/in_print")
        self._not_in_print = rules.pattern("records/not_in_print")
        self._taking_part = rules.pattern("records/taking_part")
        self._not_taking_part = rules.pattern("records/not_taking_part")
        self._leading = rules.pattern("records/leading")
        self._centres = rules.words("records/centres")
        self._so_far = rules.pattern("records/so_far")
        self._same_year = rules.words("records/same_year")
        self._going_on = rules.words("records/going_on")
        self._said_of_it = rules.words("records/said_of_it")
        self._summing_up = rules.words("records/summing_up")

    def cut(self, doc: Document, mentions: list[Mention]) -> list[Unit]:
        """The units of an article that matter to the division into studies: sentences with facts or a citation,
        headings, and beginnings of what stands behind the last study. `mentions` are sorted by start."""
        in_form = _is_form(doc)
        sections = {doc.shadow.position(start) for _, start, _ in doc.sections}
        units = []
        for unit in _units(doc, mentions):
            self._look_at(unit)
            if not (unit.mentions or unit.authors or unit.block.kind == "heading" or unit.is_ordinal or unit.closes):
                continue
            unit.in_form = in_form
            unit.takes_part = in_form or self._takes_part(unit)
            unit.is_section = not sections.isdisjoint(range(unit.start, unit.start + _BEFORE_SECTION))
            unit.opening = self._opening(unit)
            units.append(unit)
        _look_for_affiliations(units)
        _look_beneath_headings(units)
        _look_for_repeats(units)
        _look_for_forms(units)
        return units

    def _look_at(self, unit: Unit) -> None:
        unit.is_ordinal = unit.is_numbered = bool(self._ordinal.match(unit.text))
        if unit.opens_block:
            unit.is_numbered = unit.is_ordinal or bool(self._numbered.match(unit.text))
            unit.closes = unit.text.startswith(self._summing_up)
            if number := self._number.match(unit.text):
                unit.number = whole_number(number["number"])
        self._look_for_author(unit)
        if not unit.mentions:
            return
        if "[" in unit.text and unit.has(*NUMBERS, "design"):
            unit.citations = {match["number"] for match in self._citation.finditer(unit.text)}
        # A row has no row before it to point back at: 研究者发起 tells its kind.
        if unit.block.kind != "table_row":
            unit.points_back = bool(self._pointing_back.search(unit.text, 0, _HEAD))
        unit.is_another = unit.has(*_NAMED) and self._says_another(unit.text)
        unit.is_own = unit.is_another and bool(self._own.search(unit.text))
        unit.row_meant = self._row_that(unit.text)
        if unit.has("patients"):
            unit.reports = unit.has("institution") and bool(self._reporting.search(unit.text))
            unit.counts_so_far = bool(self._so_far.search(unit.text))
        if self._in_print.search(unit.text):
            unit.in_print = not self._not_in_print.search(unit.text)
        unit.leads = unit.has("institution") and bool(self._leading.search(unit.text))
        unit.presents = unit.has("institution") and bool(self._presenting.search(unit.text))
        unit.phases = {phase for design in unit.of("design") for phase in self._phases(design)}
        self._look_for_history(unit)
        if unit.has("date"):
            self._look_at_dates(unit)

    def _look_for_history(self, unit: Unit) -> None:
        if unit.has("p_value", "journal", "title", "identifier"):
            return
        unit.is_of_hospital = unit.has("date", "patients") and bool(self._hospital.search(unit.text))
        unit.tells_history = not unit.has(*NUMBERS) and bool(self._history.search(unit.text))

    def _look_at_dates(self, unit: Unit) -> None:
        unit.lists = not unit.has(*_NAMED_BUT_DATE) and bool(self._listing.search(unit.text))
        unit.gathers = not unit.has(*_NAMES) and bool(self._gathering.search(unit.text))
        unit.years_published = {date.value.value[:YEAR] for date in unit.of("date") if self._is_published(date)}

    def _phases(self, design: Mention) -> set[str]:
        return {unicodedata.normalize("NFKC", match["phase"]) for match in self._phase.finditer(design.quote)}

    def _is_published(self, date: Mention) -> bool:
        """Whether a date is the year in which the study came out, printed there and not only pointed at."""
        return date.value.role == "published" and not date.quote.startswith(self._same_year)

    def _row_that(self, remark: str) -> int | None:
        """The number of the row that a remark is about, None where it is about several."""
        meant = self._row_meant.match(remark)
        several = meant and self._row_numbered.search(remark, meant.end())
        return whole_number(meant["number"]) if meant and not several else None

    def _look_for_author(self, unit: Unit) -> None:
        # The mark behind the name is quickly found; the name itself could be anything. Two authors open no study.
        if not self._cited.search(unit.text):
            return
        cited = list(self._author_cited.finditer(unit.text))
        if len(cited) == 1:
            unit.cited_until = unit.start + cited[0].end()
            unit.authors = {key(cited[0]["author"] or cited[0]["writer"])}

    def _says_another(self, text: str) -> bool:
        return bool(self._another.search(text, 0, _HEAD) or self._in_passing.search(text, 0, _HEAD))

    def _takes_part(self, unit: Unit) -> bool:
        """Whether a sentence's institutions, though none of the study's yet, do something in it."""
        if unit.text.startswith(self._centres):
            return True
        says = unit.has("institution") and self._taking_part.search(unit.text)
        return bool(says) and not self._not_taking_part.search(unit.text)

    def _opening(self, unit: Unit) -> float | None:
        if unit.has("journal") and self._succeeding.search(unit.text):
            return None
        cost = unit.doubt = self._doubt(unit)
        if unit.authors:
            return cost + costs.BEGINS_WITH_AUTHOR
        if unit.opens_block:
            if unit.is_heading or unit.is_numbered:
                return cost + costs.BEGINS_HEADED
            if not unit.has(*_NAMES):
                cost += costs.BEGINS_GOING_ON if _is_of_a_table(unit) else costs.BEGINS_NAMELESS
            return cost + _BEGINS.get(unit.block.kind, costs.BEGINS_PARAGRAPH)
        if unit.is_ordinal:
            return costs.BEGINS_WITH_AUTHOR
        told = unit.has("title", "journal") and self._publishing.search(unit.text)
        begins = told or unit.is_another or unit.citations or unit.has("institution")
        return cost + costs.BEGINS_SENTENCE if begins else None

    def _doubt(self, unit: Unit) -> float:
        cost = costs.BEGINS_POINTING_BACK if unit.points_back else 0.0
        names = unit.has("institution", "title")
        if unit.text.startswith(self._said_of_it if names else self._going_on):
            cost += costs.BEGINS_GOING_ON
        if unit.is_section:
            cost += costs.BEGINS_SECTION
        return cost + costs.BEGINS_ANOTHER if unit.is_another else cost


def _look_for_affiliations(units: list[Unit]) -> None:
    """In a list of affiliations (1某医院骨科; 2某大学医学院) each further institution has a part in the study of the
    first."""
    for last, unit in pairwise(units):
        apart = unit.number_of_block - last.number_of_block
        follows = last.has("institution") if apart == 0 else apart == 1 and last.fields == {"institution"}
        if follows and unit.label is None and unit.fields == {"institution"}:
            unit.takes_part |= _is_affiliation(unit)


def _is_affiliation(unit: Unit) -> bool:
    """Whether a line or a piece of one holds but an institution's name, with its number, place and postcode."""
    text = unit.text.strip()
    is_numbered = text.lstrip("[( ")[:1].isdigit()
    if (unit.is_heading and not is_numbered) or text.endswith(_ASKING):
        return False
    share = _SHARE_OF_NAMES[is_numbered] if not text.endswith(_SENTENCE) else _SHARE_IN_SENTENCE
    return sum(mention.end - mention.start for mention in unit.mentions) >= share * len(text)


def _look_beneath_headings(units: list[Unit]) -> None:
    """A heading begins no study where the first that is told beneath it goes on with one."""
    told: Unit | None = None
    for unit in reversed(units):
        if unit.block.kind == "heading":
            if told is not None and unit.phases:
                # 本试验 below Ⅱ期临床试验情况 is the one that the heading names.
                told.points_back = False
            elif told is not None and unit.opening is not None and not unit.is_text:
                unit.opening += told.doubt
            told = None
        elif unit.has(*_NAMED):
            told = unit


def _look_for_repeats(units: list[Unit]) -> None:
    """A heading that repeats a title just told begins no study: it stands within the telling of one."""
    titles: set[str] = set()
    for unit in units:
        if unit.block.kind == "heading" and titles:
            name = key(unit.text)
            if len(name) >= _SHORTEST_REPEAT and any(name in title or title in name for title in titles):
                unit.repeats_title, unit.opening = True, None
        titles = unit.titles or titles


def _look_for_forms(units: list[Unit]) -> None:
    """In a run of labelled lines (适应症:… 申办方:…) a study begins at the line at which the run begins, and where its
    label stands again; on a page that is all forms, at lines that name what its first line names."""
    lines = [unit for unit in units if unit.opens_block and (unit.registrations or unit.block.kind not in _NO_LINES)]
    if lines and lines[0].in_form and lines[0].label is None:
        _look_for_forms_of_page(lines)
        return
    first: str | None = None
    block = 0
    for unit in units:
        if not unit.opens_block:
            continue
        follows = first is not None and unit.number_of_block - block <= _FURTHEST_LINE
        block = unit.number_of_block
        is_line = unit.block.kind not in _NO_LINES
        if follows and unit.block.kind == "heading" and _holds_value(unit):
            unit.read_as_line()
            unit.opening, is_line = unit.doubt + costs.BEGINS_PARAGRAPH, True
        if unit.label is None or unit.is_section or unit.is_numbered or not is_line:
            first = first if unit.is_line and follows else None
            continue
        if not follows:
            first = unit.label
        _begin_form(unit, unit.label == first)
        unit.begins_form &= follows


def _holds_value(unit: Unit) -> bool:
    """Whether a heading is but a form's line, short as it is: a number or a day, alone or behind its label."""
    value = unit.text.rpartition(":")[2].strip()
    if not any(character.isdigit() for character in value):
        return False
    named = sum(mention.end - mention.start for mention in unit.mentions if mention.field in ("date", "identifier"))
    return value.isascii() or named >= _SHARE_OF_VALUE * len(value)


def _look_for_forms_of_page(lines: list[Unit]) -> None:
    head = next((unit for unit in lines if unit.has(*_NAMES)), None)
    field = next((field for field in _HEADS_OF_FORMS if head and field in head.fields), "")
    if len(set().union(*(unit.registrations for unit in lines))) == 1:
        field = ""  # one form only
    for unit in lines:
        _begin_form(unit, unit.has(field))


def _begin_form(unit: Unit, is_first: bool) -> None:
    unit.is_within_form, unit.begins_form = not is_first, is_first
    if unit.opening is not None and not unit.is_section:
        unit.opening = costs.BEGINS_ITEM if is_first else unit.opening + costs.BEGINS_WITHIN_FORM


def _is_of_a_table(unit: Unit) -> bool:
    """Whether it is a table's row that tells numbers only: of a study told before, unless it is itself numbered."""
    return unit.block.kind == "table_row" and unit.number is None


def _is_form(doc: Document) -> bool:
    """Whether an article is a form: lines, hardly a paragraph."""
    prose = lines = 0
    for block in doc.page.blocks:
        length = block.end - block.start
        if block.kind == "table_row":
            continue
        if length > _LONGEST_LINE_OF_FORM or "。" in doc.printed[block.start : block.end]:
            prose += length
        else:
            lines += length
    return prose < lines


def _units(doc: Document, mentions: list[Mention]) -> Iterator[Unit]:
    """The sentences of blocks that hold facts; other blocks whole, for they may still part two studies."""
    starts = [mention.start for mention in mentions]
    for number, block in enumerate(doc.page.blocks):
        low, high = bisect_left(starts, block.start), bisect_left(starts, block.end)
        is_cut = block.kind != "table_row" and any(mention.field in _FACTS for mention in mentions[low:high])
        for start, end in doc.printed_sentences(block) if is_cut else [(block.start, block.end)]:
            first, last = bisect_left(starts, start, low, high), bisect_left(starts, end, low, high)
            text = doc.text[doc.shadow.index(start) : doc.shadow.index(end)]
            yield Unit(start, end, text, block, number, mentions[first:last])
