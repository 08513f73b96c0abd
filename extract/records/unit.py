"""A sentence of an article as the record stage sees it: its mentions, and what it says of the study they are of."""

import re
from functools import cached_property

from extract.records import costs
from extract.schema import Block, IdentifierValue, Mention

# Fields whose facts only a study has.
NUMBERS = ("patients", "p_value", "dose", "follow_up")
# From so sure on words tell the design of the study itself.
SURE_DESIGN = 0.45
_NO_PEOPLE = ("animal", "in_vitro")
_LONGEST_LABELLED_LINE = 80
_LONGEST_LINE = 40
# Characters of a year.
YEAR = 4
_NEAR = 6
_NUMBERS = frozenset(NUMBERS)
_NAMES_OF_PAPERS = frozenset(("title", "journal", "identifier"))
_LABEL = re.compile(r"(?P<label>[^:|。,;]{1,16})[:|]")
# A name in short: its fewest characters, and its length beside the full name's; characters that say what it is.
_SHORTEST_NAME = 3
_SHARE_OF_SHORT = 0.7
_END_OF_NAME = 2
_BETWEEN_WORDS = re.compile(r"[\s,.:;()（）：，。、-]")


class Unit:
    """A sentence with the mentions in it; offsets are the text's, `text` is the shadow's writing of it.

    `opening` is what it costs to let a study begin here, None where none can. What a cutter has not looked at yet is
    as for a plain sentence.
    """

    def __init__(self, start: int, end: int, text: str, block: Block, number: int, mentions: list[Mention]) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.block = block
        self.number_of_block = number
        self.mentions = mentions
        self.fields: set[str] = {mention.field for mention in mentions}
        self.institutions: set[str] = set()
        # The journals that a rule read: those by which studies are told apart.
        self.journals: set[str] = set()
        self.titles: set[str] = set()
        self.papers: set[str] = set()
        self.registrations: set[tuple[str, str]] = set()
        self.totals: set[int] = set()
        self.has_people = self.has_animals = False
        # All people counted, who may be the parts of a known total.
        self.people = 0
        self._read()
        self.tells_numbers = not self.fields.isdisjoint(_NUMBERS)
        self.names_paper = not self.fields.isdisjoint(_NAMES_OF_PAPERS)
        self.announces = self.names_paper or self.has("patients", "p_value")
        # Whether more of it is told than a title in a heading, which may be that of a list or of a chapter.
        self.is_text = self.tells_numbers or self.has("institution", "journal", "identifier")
        self.is_text |= "title" in self.fields and block.kind not in ("title", "heading")
        self.opens_block = start <= block.start
        # A short line that tells results only looks like a heading. Forms have whole short blocks.
        self.is_heading = block.kind == "heading" and not self.tells_numbers
        self.is_read_as_heading = block.kind == "heading"
        self.is_line = self.opens_block and block.end - block.start <= _LONGEST_LINE
        self.label = self._label()
        # Whether a label begins it, of a line or of a piece of one: 收稿日期:…;修回日期:…
        self.is_labelled = self._is_labelled()
        self.opening: float | None = None
        self.doubt = 0.0
        # The author whom it cites (Zhang等[8]), and where the citation ends.
        self.authors: set[str] = set()
        self.cited_until = 0
        # The numbers under which it cites studies told: [8].
        self.citations: set[str] = set()
        # 第三项研究, 临床试验二 · any number or bullet before a block
        self.is_ordinal = False
        self.is_numbered = False
        self.is_section = False
        self.repeats_title = False
        self.points_back = False
        self.is_another = False
        # Whether it says that another study was made by those who made the one told: 早在2013年科里就….
        self.is_own = False
        self.closes = False
        self.takes_part = False
        self.in_form = False
        self.begins_form = self.is_within_form = False
        # Whether it says that the study came out in print, or that it did not.
        self.in_print: bool | None = None
        # Whether an institution reports on people in it.
        self.reports = False
        # Whether it names who leads a study.
        self.leads = False
        # The phases of trials that its designs name.
        self.phases: set[str] = set()
        # Whether it presents an institution with what that has done.
        self.presents = False
        # Whether its people are counted so far, in a study that goes on.
        self.counts_so_far = False
        self.years_published: set[str] = set()
        # Whether its dates are of somebody's life, a hospital's history, a company's accounts.
        self.tells_history = False
        # Whether a hospital tells of itself in it: of its beds, its beginnings.
        self.is_of_hospital = False
        # Whether it says of when the papers are that are told below: 本期选了上周上线的七篇.
        self.gathers = False
        # Whether it says of when the state of the trials is that are listed below: 招募状态以某日查询为准.
        self.lists = False
        # Which of the studies counted it tells, by the number at its head.
        self.number: int | None = None
        # The number of the table's row on which it remarks.
        self.row_meant: int | None = None

    def of(self, field: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.field == field] if field in self.fields else []

    def has(self, *fields: str) -> bool:
        return not self.fields.isdisjoint(fields)

    @property
    def begins_with_year(self) -> bool:
        """Whether a year stands at a block's head: 2012年:从骨髓开始."""
        first = self.mentions[0] if self.opens_block and self.mentions else None
        return first is not None and _is_year(first) and first.start - self.start <= YEAR

    def is_cited_in(self, date: Mention) -> bool:
        """Whether a year is that of the citation: Zhang等[10]在2011年."""
        return _is_year(date) and -_NEAR <= date.start - self.cited_until <= YEAR

    def read_as_line(self) -> None:
        """Takes what the page shows as a heading for a line of a form."""
        self.is_heading = self.is_read_as_heading = False
        self.label = self._label()

    def _label(self) -> str | None:
        """The label of a form's line (申办方:…); a heading's words before a colon (日本:…) are none."""
        if (
            not self.opens_block
            or self.is_read_as_heading
            or self.block.end - self.block.start > _LONGEST_LABELLED_LINE
        ):
            return None
        found = _LABEL.match(self.text)
        return found["label"] if found and not self._is_dated() else None

    def _is_dated(self) -> bool:
        """Whether what stands before the colon is a date: 2009-2012:骨髓先行."""
        first = self.mentions[0] if self.mentions else None
        return first is not None and first.field == "date" and first.start == self.start

    def _is_labelled(self) -> bool:
        """Whether what it names first stands right behind a label."""
        found = _LABEL.match(self.text) if self.mentions else None
        return found is not None and abs(self.mentions[0].start - self.start - found.end()) <= 1

    @cached_property
    def is_plain(self) -> bool:
        """Whether it tells a date, a design, cells or a condition at most: nothing in it could contradict what else is
        told of a study."""
        tells = self.is_text or self.announces or self.reports or self.has_animals or self.in_print
        cites = self.authors or self.citations or self.titles or self.years_published
        return not (tells or cites or self.label is not None)

    @cached_property
    def left_out(self) -> float:
        """What it costs to leave its facts to no study."""
        is_reported = self.authors or self.reports or (self.citations and self.has("institution"))
        cited = costs.AUTHOR_LEFT_OUT if is_reported else 0.0
        return cited + sum([_left_out(mention) for mention in self.mentions])

    @cached_property
    def signs(self) -> set[str]:
        """The names and numbers by which two passages can show that they tell one study."""
        numbers = {number for _, number in self.registrations}
        return numbers.union(self.papers, self.titles, self.institutions, self.authors, self.citations)

    def _read(self) -> None:
        """Sorts out what the mentions say; done once, for a unit is read with many others."""
        for mention in self.mentions:
            field, value = mention.field, mention.value
            if field == "institution":
                self.institutions.add(key(value.name))
            elif field == "journal":
                if not is_guessed(mention):
                    self.journals.add(key(value.name))
            elif field == "title":
                self.titles.add(key(value.zh or value.en))
            elif field == "identifier":
                self._read_identifier(value)
            elif field == "patients":
                self.has_people |= value.role != "planned"
                self.people += value.value
                if value.role == "total":
                    self.totals.add(value.value)
            elif field == "design":
                self.has_animals |= value.code in _NO_PEOPLE
        self.is_planned = "patients" in self.fields and not self.has_people

    def _read_identifier(self, value: IdentifierValue) -> None:
        """Numbers of trials with their registries; a DOI or PMID names a paper."""
        if value.registry in ("doi", "pmid"):
            self.papers.add(key(value.value))
        else:
            self.registrations.add((value.registry, key(value.value)))


def is_guessed(mention: Mention) -> bool:
    """Whether a model alone read a name. Such a name tells of a study, but divides none from another."""
    return mention.extractor.startswith("ner:")


def key(name: str) -> str:
    """A name as names are compared."""
    return _BETWEEN_WORDS.sub("", name).casefold()


def is_short_for(short: str, full: str) -> bool:
    """Whether one institution's name, as compared, is another's in short: some of its characters in their order from
    the first one on (安医大一附院 for 安徽医科大学第一附属医院). Names that end alike are two whole ones (中山医院)."""
    if not _SHORTEST_NAME <= len(short) <= len(full) * _SHARE_OF_SHORT or short[0] != full[0] or short.isascii():
        return False
    if full.endswith(short[-_END_OF_NAME:]):
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _left_out(mention: Mention) -> float:
    return 0.0 if mention.field == "journal" and is_guessed(mention) else costs.LEFT_OUT[mention.field]


def _is_year(mention: Mention) -> bool:
    return mention.field == "date" and len(mention.value.value) == YEAR
