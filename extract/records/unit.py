"""A sentence of an article as the record stage sees it: its mentions, and what it says of the study they are of."""

import re
from functools import cached_property

from extract.records import costs
from extract.schema import Block, Mention

# Fields whose facts only a study has.
NUMBERS = ("patients", "p_value", "dose", "follow_up")
_NO_PEOPLE = ("animal", "in_vitro")
_LONGEST_LABELLED_LINE = 80
_LONGEST_LINE = 40
# Characters of a year.
YEAR = 4
_NEAR = 6
_LABEL = re.compile(r"(?P<label>[^:|。,;]{1,16})[:|]")
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
        self.opens_block = start <= block.start
        self.opening: float | None = None
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
        self.closes = False
        self.takes_part = False
        self.in_form = False
        self.is_within_form = False
        # Whether it says that the study came out in print, or that it did not.
        self.in_print: bool | None = None
        # Whether an institution reports on people in it.
        self.reports = False
        # Whether its people are counted so far, in a study that goes on.
        self.counts_so_far = False
        self.years_published: set[str] = set()
        # Which of the studies counted it tells, by the number at its head.
        self.number: int | None = None
        # The number of the table's row on which it remarks.
        self.row_meant: int | None = None

    def of(self, field: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.field == field] if field in self.fields else []

    def has(self, *fields: str) -> bool:
        return not self.fields.isdisjoint(fields)

    @property
    def tells_numbers(self) -> bool:
        return self.has(*NUMBERS)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading; a short line that tells results only looks like one."""
        return self.block.kind == "heading" and not self.tells_numbers

    @property
    def is_line(self) -> bool:
        """Whether it is a whole short block, as forms have them."""
        return self.opens_block and self.block.end - self.block.start <= _LONGEST_LINE

    @property
    def begins_with_year(self) -> bool:
        """Whether a year stands at a block's head: 2012年:从骨髓开始."""
        first = self.mentions[0] if self.opens_block and self.mentions else None
        return first is not None and _is_year(first) and first.start - self.start <= YEAR

    def is_cited_in(self, date: Mention) -> bool:
        """Whether a year is that of the citation: Zhang等[10]在2011年."""
        return _is_year(date) and -_NEAR <= date.start - self.cited_until <= YEAR

    @cached_property
    def label(self) -> str | None:
        """The label of a form's line (申办方:…)."""
        if not self.opens_block or self.block.end - self.block.start > _LONGEST_LABELLED_LINE:
            return None
        found = _LABEL.match(self.text)
        return found["label"] if found else None

    @cached_property
    def left_out(self) -> float:
        """What it costs to leave its facts to no study."""
        is_reported = self.authors or self.reports or (self.citations and self.has("institution"))
        cited = costs.AUTHOR_LEFT_OUT if is_reported else 0.0
        return cited + sum([costs.LEFT_OUT[mention.field] for mention in self.mentions])

    @cached_property
    def institutions(self) -> set[str]:
        return {key(mention.value.name) for mention in self.of("institution")}

    @cached_property
    def journals(self) -> set[str]:
        return {key(mention.value.name) for mention in self.of("journal")}

    @cached_property
    def titles(self) -> set[str]:
        return {key(mention.value.zh or mention.value.en) for mention in self.of("title")}

    @cached_property
    def registrations(self) -> set[tuple[str, str]]:
        """Numbers of trials with their registries; a DOI or PMID names a paper."""
        return {
            (mention.value.registry, key(mention.value.value))
            for mention in self.of("identifier")
            if mention.value.registry not in ("doi", "pmid")
        }

    @cached_property
    def papers(self) -> set[str]:
        return {key(m.value.value) for m in self.of("identifier") if m.value.registry in ("doi", "pmid")}

    @cached_property
    def totals(self) -> set[int]:
        return {mention.value.value for mention in self.of("patients") if mention.value.role == "total"}

    @cached_property
    def has_people(self) -> bool:
        return any(mention.value.role != "planned" for mention in self.of("patients"))

    @cached_property
    def is_planned(self) -> bool:
        return self.has("patients") and not self.has_people

    @cached_property
    def has_animals(self) -> bool:
        return any(mention.value.code in _NO_PEOPLE for mention in self.of("design"))


def key(name: str) -> str:
    """A name as names are compared."""
    return _BETWEEN_WORDS.sub("", name).casefold()


def _is_year(mention: Mention) -> bool:
    return mention.field == "date" and len(mention.value.value) == YEAR
