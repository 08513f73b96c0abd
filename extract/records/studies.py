"""Where each study of an article is told: spans of the text, from one announcement of a study to the next."""

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from extract.rules import RuleSet
from extract.schema import Block, Mention, RecordKind
from extract.segment import Document

_ITEM_KINDS = ("list_item", "table_row")
_LONGEST_ITEM = 900
_HEAD_OF_ITEM = 16
_HEAD_OF_SENTENCE = 40
_LONGEST_FORM_LINE = 80
_LONGEST_NUMBER_LINE = 60
_ANNOUNCING = {"institution", "journal", "identifier", "title", "patients", "date", "p_value"}
_NAMING = {"institution", "journal", "identifier"}
_TELLING = {*_NAMING, "patients", "title", "date", "cell_type", "condition", "p_value"}
_FACTS_OF_A_ROW = 2
_RESULTS = {"patients", "p_value", "dose", "follow_up"}
_BESIDE_PATIENTS = {"p_value", "institution", "design", "dose", "follow_up", "title", "journal"}
_LABEL = re.compile(r".{1,16}[:|]")


class Unit(msgspec.Struct):
    """A sentence with the mentions in it; offsets are the text's, `text` is the shadow's writing of it."""

    start: int
    end: int
    text: str
    printed: str
    block: Block
    mentions: list[Mention]
    fields: set[str]
    fields_of_block: set[str]
    roles_of_patients: list[str]

    @property
    def opens_block(self) -> bool:
        return self.start <= self.block.start

    def of(self, field: str) -> list[Mention]:
        if field not in self.fields:
            return []
        return [mention for mention in self.mentions if mention.field == field]

    def has(self, *fields: str) -> bool:
        return not self.fields.isdisjoint(fields)


class Study(msgspec.Struct):
    """A study: where it is told, and the names by which a later sentence can be known to speak of another one.

    An item is a line of a list or table. An aside is told in passing within another study's text, which goes on at
    `limit`, where the aside ends.
    """

    kind: RecordKind
    spans: list[tuple[int, int]]
    titles: set[str] = msgspec.field(default_factory=set)
    languages: set[str] = msgspec.field(default_factory=set)
    journals: set[str] = msgspec.field(default_factory=set)
    identifiers: set[str] = msgspec.field(default_factory=set)
    institutions: set[str] = msgspec.field(default_factory=set)
    has_patients: bool = False
    has_planned: bool = False
    is_item: bool = False
    is_aside: bool = False
    limit: int | None = None

    def learn(self, unit: Unit) -> None:
        if not unit.mentions:
            return
        self.titles |= _names(unit, "title")
        self.languages |= _languages(unit)
        self.journals |= _names(unit, "journal")
        self.identifiers |= _registrations(unit)
        self.institutions |= _names(unit, "institution")
        planned = [one.value.role == "planned" for one in unit.of("patients")]
        self.has_planned = self.has_planned or any(planned)
        self.has_patients = self.has_patients or not all(planned)


class StudyFinder:
    """Cuts articles into the studies that they tell."""

    def __init__(self, rules: RuleSet) -> None:
        self._publishing = rules.pattern("records/publishing")
        self._pointing_back = rules.pattern("records/pointing_back")
        self._in_passing = rules.pattern("records/in_passing")
        self._ordinal = rules.pattern("records/ordinal")
        self._author_cited = rules.pattern("records/author_cited")
        self._cited = rules.pattern("records/cited")
        self._bullet = rules.pattern("records/bullet")
        self._centres = rules.words("records/centres")
        self._summing_up = rules.words("records/summing_up")

    def find(self, doc: Document, mentions: list[Mention]) -> list[Study]:
        """The studies of an article in text order. `mentions` are all fields' mentions, sorted by start."""
        end = doc.end_of_body
        told = [mention for mention in mentions if mention.start < end]
        if not told:
            return []
        units = list(_units(doc, told))
        kind: RecordKind = "publication" if any(mention.field == "journal" for mention in told) else "study"
        main = Study(kind, [(0, end)]) if is_paper(told) else None
        studies = _merged(self._walk(units, end, _rows_that_are_studies(units), main))
        if not studies:
            return self._untitled(told, end)
        independent = [study for study in studies if not study.is_aside]
        if len(independent) == 1 and not independent[0].is_item:
            independent[0].spans = _all_but([study for study in studies if study.is_aside], end)
        return sorted(studies, key=lambda study: study.spans)

    def _untitled(self, mentions: list[Mention], end: int) -> list[Study]:
        """A study told without paper or registration: some facts that only a study has must stand together."""
        fields = {mention.field for mention in mentions}
        if ("patients" in fields and fields & _BESIDE_PATIENTS) or (
            fields >= {"title", "institution"} and fields & _RESULTS
        ):
            return [Study("publication" if "journal" in fields else "study", [(0, end)])]
        return []

    def _walk(self, units: list[Unit], end: int, rows: set[int], paper: Study | None) -> list[Study]:
        """Studies in the order of their beginnings. A paper's page tells one, beside which only asides are told."""
        found = [paper] if paper else []
        current = paper
        outer: Study | None = None
        for index, unit in enumerate(units):
            if current and self._is_over(current, unit):
                _close(current, unit.start)
                current, outer = outer, None
                if current:
                    current.spans.append((unit.start, end))
            if current is None and found and self._goes_on(found[-1], unit):
                current = found[-1]
                # What stood between the heading and the patients was about it too.
                start = current.spans[-1][1] if not self._points_back(unit) else unit.start
                current.spans.append((start, end))
            opened = self._opened(units, index, current, end, rows)
            if opened is None or (paper and not opened.is_aside):
                if current:
                    current.learn(unit)
                continue
            if current:
                _close(current, opened.spans[0][0])
            if not opened.is_aside:
                outer = None
            elif current and not current.is_aside:
                outer = current
            opened.learn(unit)
            found.append(opened)
            current = opened
        return found

    def _goes_on(self, study: Study, unit: Unit) -> bool:
        """Whether a study that a heading seemed to end goes on: a sentence points back to it, or tells the patients
        that it still lacks."""
        if self._points_back(unit):
            return True
        lacks_patients = not (study.has_patients or study.has_planned or study.is_item or study.is_aside)
        return lacks_patients and study.kind == "registered_trial" and unit.has("patients")

    def _points_back(self, unit: Unit) -> bool:
        return bool(self._pointing_back.search(unit.text, 0, _HEAD_OF_SENTENCE))

    def _opened(self, units: list[Unit], index: int, current: Study | None, end: int, rows: set[int]) -> Study | None:
        """The study that begins with a sentence, None where none does."""
        unit = units[index]
        if unit.block.start in rows:
            if current and current.is_item and unit.start < (current.limit or 0):
                return None
            kind: RecordKind = "publication" if unit.has("journal") else "registered_trial"
            return Study(kind, [(unit.block.start, end)], is_item=True, limit=unit.block.end)
        if unit.has("patients", "date", "journal", "p_value") and self._cites_authors(unit.text):
            return Study("publication", [(unit.start, end)], is_aside=True, limit=unit.block.end)
        if current and not current.is_aside and _counts_otherwise(unit, current):
            return Study("study", [(unit.start, end)], is_aside=True, limit=unit.block.end)
        announced = self._announces(unit, current)
        if announced is None:
            return None
        is_item = self._opens_item(unit, current)
        if current and not is_item and not current.is_aside and self._in_passing.search(unit.text):
            limit = unit.block.end if unit.opens_block else unit.end
            return Study(announced, [(unit.start, end)], is_aside=True, limit=limit)
        return Study(announced, [(_start(units, index), end)], is_item=is_item)

    def _cites_authors(self, text: str) -> bool:
        # The mark behind the name is quickly found; the name itself could be anything.
        return bool(self._cited.search(text) and self._author_cited.search(text))

    def _is_over(self, study: Study, unit: Unit) -> bool:
        if study.limit is not None:
            return unit.start >= study.limit
        if not unit.opens_block or study.spans[0][0] == 0:
            return False
        if study.is_item and unit.block.end - unit.block.start > _LONGEST_FORM_LINE and not _LABEL.match(unit.text):
            return True
        if unit.block.kind == "heading":
            return not (_names(unit, "title") & study.titles) and not _repeats(unit, study)
        return unit.text.startswith(self._summing_up)

    def _announces(self, unit: Unit, current: Study | None) -> RecordKind | None:
        """The kind of study that begins with a sentence, None where it begins none."""
        if unit.opens_block and self._ordinal.match(unit.text):
            return "study" if not unit.has("journal") else "publication"
        if unit.fields.isdisjoint(_ANNOUNCING):
            return None
        if self._opens_item(unit, current):
            return "publication" if unit.has("journal") else "registered_trial"
        if current and self._points_back(unit):
            return None
        if unit.has("title", "journal") and (self._publishing.search(unit.text) or _is_citation(unit)):
            return "publication" if _is_other(unit, current) else None
        if _registrations(unit) and _is_other(unit, current):
            return "registered_trial"
        if _is_form_line(unit) and unit.has("title") and _is_other(unit, current):
            return "registered_trial"
        return self._tells_of_another(unit, current)

    def _is_told_as_published(self, unit: Unit) -> bool:
        """Whether a word of publishing stands before the title (within it, 报告 or 介绍 says nothing)."""
        title = next(iter(unit.of("title")), None)
        return bool(title and self._publishing.search(unit.printed, 0, title.start - unit.start))

    def _tells_of_another(self, unit: Unit, current: Study | None) -> RecordKind | None:
        """A paragraph that begins with an institution and counts its patients tells a study, and so does a sentence
        with institution, patients and year or journal; unless the study at hand is that institution's, or has no
        patients of its own yet."""
        if not unit.has("institution") or unit.text.startswith(self._centres):
            return None
        is_paragraph = unit.opens_block and "patients" in unit.fields_of_block
        is_sentence = unit.has("patients") and unit.has("date", "journal")
        if not (is_paragraph or is_sentence):
            return None
        if current is None:
            return "study"
        is_told = current.has_patients and bool(current.institutions or current.journals)
        return "study" if is_told and not _names(unit, "institution") & current.institutions else None

    def _opens_item(self, unit: Unit, current: Study | None) -> bool:
        if not (unit.mentions and _is_item(unit)) or self._is_told_as_published(unit):
            return False
        head = self._bullet.match(unit.text)
        first = unit.mentions[0]
        starts_early = first.start - unit.start <= (head.end() if head else 0) + _HEAD_OF_ITEM
        named = unit.has("title") and unit.has("institution")
        registered = unit.has("identifier") and unit.has("institution", "title", "patients")
        return (starts_early or unit.block.kind in _ITEM_KINDS) and (named or registered) and _is_other(unit, current)


def _names(unit: Unit, field: str) -> set[str]:
    if field not in unit.fields:
        return set()
    found = set()
    for mention in unit.mentions:
        if mention.field != field:
            continue
        value = mention.value
        name = getattr(value, "name", None) or getattr(value, "value", None) or value.zh or value.en
        found.add(_key(str(name)))
    return found


def _languages(unit: Unit) -> set[str]:
    """The languages in which a sentence tells titles."""
    return {"zh" if title.value.zh else "en" for title in unit.of("title")}


_BETWEEN_WORDS = re.compile(r"[\s,.:;()（）：，。、-]")


def _key(name: str) -> str:
    return _BETWEEN_WORDS.sub("", name).casefold()


def _is_other(unit: Unit, study: Study | None) -> bool:
    """Whether a sentence names a study by another title, journal or registration number than the study at hand.

    A line of a form that fills what the study at hand still lacks belongs to it.
    """
    if study is None:
        return True
    registered = _registrations(unit)
    if registered & study.identifiers:
        return False
    if {name[:3] for name in registered} & {name[:3] for name in study.identifiers}:
        return True
    if registered and study.identifiers and study.institutions and _is_bare_number(unit):
        return True
    titles, journals = _names(unit, "title"), _names(unit, "journal")
    if titles and not _languages(unit) & study.languages and (_is_form_line(unit) or not unit.has("journal")):
        return not (study.languages or _is_form_line(unit) or study.is_aside) and unit.opens_block
    for names, known in ((titles, study.titles), (journals, study.journals)):
        if names and known:
            return not names & known
    if _is_form_line(unit) or registered or _names(unit, "institution") & study.institutions:
        return False
    return bool((journals and study.journals) or (titles and study.titles)) or unit.opens_block


def _counts_otherwise(unit: Unit, study: Study) -> bool:
    """Whether a paragraph of prose tells of people yet to be enrolled where the study at hand has been done, or of
    people counted where it is only planned: the next trial of a team, or the one before."""
    if not unit.opens_block or unit.block.end - unit.block.start <= _LONGEST_NUMBER_LINE or _LABEL.match(unit.text):
        return False
    planned = [role == "planned" for role in unit.roles_of_patients]
    if not planned:
        return False
    return (all(planned) and study.has_patients) or (not any(planned) and study.has_planned and not study.has_patients)


def _is_bare_number(unit: Unit) -> bool:
    """Whether a block holds little else than a registration number, as at the head of a form."""
    return unit.opens_block and unit.block.end - unit.block.start <= _LONGEST_NUMBER_LINE


def _registrations(unit: Unit) -> set[str]:
    """The registration numbers in a sentence; a DOI or PMID names a paper, not a study."""
    return {_key(one.value.value) for one in unit.of("identifier") if one.value.registry not in ("doi", "pmid")}


def _is_item(unit: Unit) -> bool:
    """A short block of a single sentence: a line of a list."""
    return unit.opens_block and unit.block.end - unit.block.start <= _LONGEST_ITEM and unit.end >= unit.block.end


def _is_form_line(unit: Unit) -> bool:
    return any("label" in mention.extractor for mention in unit.mentions)


def _is_citation(unit: Unit) -> bool:
    return unit.has("journal") and any("cited" in mention.extractor for mention in unit.mentions)


def is_paper(mentions: list[Mention]) -> bool:
    """Whether the mentions are of a page that is one paper's own: its headline was read as the paper's title."""
    return any(mention.extractor == "rule:title.headline" for mention in mentions)


def _close(study: Study, end: int) -> None:
    """Ends a study's last span; an aside or item never reaches beyond its limit."""
    start, _ = study.spans[-1]
    study.spans[-1] = (start, min(end, study.limit or end))


def _all_but(asides: list[Study], end: int) -> list[tuple[int, int]]:
    """The spans of the article that no aside takes."""
    spans, start = [], 0
    for first, last in sorted(span for aside in asides for span in aside.spans):
        if start < first:
            spans.append((start, first))
        start = max(start, last)
    return [*spans, (start, end)] if start < end else spans


def _rows_that_are_studies(units: list[Unit]) -> set[int]:
    """The starts of table rows that each tell a study: rows with an institution, journal or registration number and
    one more fact, two or more of them in the article."""
    rows: dict[int, set[str]] = {}
    for unit in units:
        if unit.block.kind == "table_row":
            rows.setdefault(unit.block.start, set()).update(mention.field for mention in unit.mentions)
    telling = {
        start for start, fields in rows.items() if fields & _NAMING and len(fields & _TELLING) >= _FACTS_OF_A_ROW
    }
    return telling if len(telling) > 1 else set()


def _repeats(heading: Unit, study: Study) -> bool:
    """Whether a heading repeats a study's title, perhaps with a character lost."""
    name = _key(heading.printed)
    return any(name and (name in title or title in name) for title in study.titles)


def _start(units: list[Unit], index: int) -> int:
    """Where the study opened by a sentence begins: with its paragraph's first sentence, if nothing stands between."""
    unit = units[index]
    start = unit.start
    if index and units[index - 1].block.kind == "heading" and units[index - 1].has("institution", "title", "date"):
        start = units[index - 1].start
    return start


def _units(doc: Document, mentions: list[Mention]) -> Iterator[Unit]:
    """The sentences of blocks that may announce a study; other blocks whole, for they may still close one."""
    starts = [mention.start for mention in mentions]
    for block in doc.page.blocks:
        low, high = bisect_left(starts, block.start), bisect_left(starts, block.end)
        told = mentions[low:high]
        fields: set[str] = {mention.field for mention in told}
        roles = [mention.value.role for mention in told if mention.field == "patients"] if "patients" in fields else []
        is_cut = not fields.isdisjoint(_ANNOUNCING)
        for start, end in doc.printed_sentences(block) if is_cut else [(block.start, block.end)]:
            first, last = bisect_left(starts, start, low, high), bisect_left(starts, end, low, high)
            sentence = mentions[first:last]
            of_sentence: set[str] = {mention.field for mention in sentence}
            uniform = doc.text[doc.shadow.index(start) : doc.shadow.index(end)]
            yield Unit(start, end, uniform, doc.printed[start:end], block, sentence, of_sentence, fields, roles)


def _merged(studies: list[Study]) -> list[Study]:
    """Studies told in several places become one. Items of a list stay apart, even with the same title: trials of
    several sponsors share one."""
    kept: list[Study] = []
    for study in studies:
        same = next((earlier for earlier in kept if _is_same(earlier, study)), None)
        if same is None:
            kept.append(study)
        else:
            same.spans += study.spans
    return kept


def _is_same(one: Study, other: Study) -> bool:
    if one.is_item or other.is_item:
        return False
    if one.identifiers & other.identifiers:
        return True
    share_institutions = bool(one.institutions & other.institutions) or not (one.institutions and other.institutions)
    return bool(one.titles & other.titles) and share_institutions
