"""Segmentation: a page becomes a Document whose sentences, sections and words are cut when they are asked for."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

from extract.page import Page
from extract.rules import Match, Rule, RuleSet
from extract.schema import Block, Field, Mention
from extract.shadow import Shadow

# A sentence ends at these signs; the closing brackets and quotes that follow still belong to it. Brackets are found by
# the same pass, for a sign inside brackets or quotes ends nothing. The sign itself comes first and then what it is, so
# that a search passes quickly over all other characters.
_SIGNS = re.compile(
    r"[(\[《「『【“)\]》」』】”。!?;…\n.](?:(?P<open>(?<=[(\[《「『【“]))|(?<=[)\]》」』】”])"
    r"|(?P<end>(?<=[。!?;…\n])[”’」』\")\]]{0,3}|(?<=\.)(?=[ \n]|$)(?<![0-9A-Z]\.)[”\")]{0,2}))"
)

# One, or one in each of two languages. More are the sources under the studies of a digest, which report them.
_MOST_LISTS = 2


class Document:
    """A page's text with its shadow and the rules' matches. Spans inside the house are the shadow's;
    `mention` turns them into grounded mentions of the text."""

    def __init__(self, page: Page, rules: RuleSet) -> None:
        self.page = page
        self.rules = rules
        self.printed = page.text
        self.shadow = Shadow(page.text)
        self.text = self.shadow.text
        self.matches: dict[str, list[Match]] = rules.find(self.shadow)
        for start, end in self._reference_lists():
            self._forget(start, end)

    def _reference_lists(self) -> list[tuple[int, int]]:
        """The lists of cited works (start, end) in the shadow, from their label to the last line that is an entry."""
        labels = [match for match in self.matches.get("section", ()) if match.rule.id == "section.references"]
        if not 0 < len(labels) <= _MOST_LISTS:
            return []
        entry = self.rules.pattern("section/entry")
        return [(label.start, self._end_of_list(label.end, entry)) for label in labels]

    def _end_of_list(self, label: int, entry: re.Pattern[str]) -> int:
        end = self.line(label)[1]
        while end < len(self.text):
            start, stop = self.line(end + 1)
            if not (entry.match(self.text, start, stop) or self._is_list_item(start)):
                break
            end = stop
        return end

    def _is_list_item(self, start: int) -> bool:
        return self.block(self.shadow.position(start)).kind == "list_item"

    def block(self, position: int) -> Block:
        """The block that holds a place of the text, or the last one before it."""
        return self.page.blocks[max(bisect_right(self._block_starts, position) - 1, 0)]

    def _forget(self, start: int, end: int) -> None:
        """What a list of references cites is nothing that the article reports."""
        for field, matches in self.matches.items():
            if field != "section":
                self.matches[field] = [match for match in matches if not start <= match.start < end]

    def mention(
        self, field: Field, start: int, end: int, value: Any, rule: Rule, confidence: float | None = None
    ) -> Mention:
        """A mention of the shadow's span, quoting the printed text."""
        first, last = self.shadow.span(start, end)
        sure = rule.confidence if confidence is None else confidence
        return Mention(field, first, last, self.printed[first:last], value, rule.extractor, sure)

    def plain(self, start: int, end: int) -> str:
        """The characters of a shadow's span as printed, without inserted pinyin and idle blanks."""
        return self.shadow.plain[start:end]

    def line(self, index: int) -> tuple[int, int]:
        """The block's line of the shadow in which `index` stands."""
        start = self.text.rfind("\n", 0, index) + 1
        end = self.text.find("\n", index)
        return start, len(self.text) if end < 0 else end

    def sentence(self, index: int) -> tuple[int, int]:
        """The sentence of the shadow in which `index` stands."""
        starts = self._sentence_starts
        at = bisect_right(starts, index)
        return starts[at - 1], starts[at] if at < len(starts) else len(self.text)

    def printed_sentences(self, block: Block) -> list[tuple[int, int]]:
        """The sentences (start, end) of a block, in offsets of the text."""
        start, end = self.shadow.index(block.start), self.shadow.index(block.end)
        edges = [self.shadow.position(first) for first, _ in sentences(self.text, start, end)]
        return list(pairwise([block.start, *edges[1:], block.end]))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in sentences(self.text)] or [0]

    @cached_property
    def sections(self) -> list[tuple[str, int, int]]:
        """The sections of structured abstracts as (kind, start, end) in the shadow; kinds are the rules' names
        (background, objective, methods, results, conclusion, discussion). A section ends where the next begins."""
        labels = sorted((match.start, match.rule.id.split(".")[-1]) for match in self.matches.get("section", ()))
        ends = [*(start for start, _ in labels[1:]), len(self.text)]
        return [(kind, start, end) for (start, kind), end in zip(labels, ends, strict=False)]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.page.blocks]


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Cuts a shadow, or a part of it, into sentences (start, end), which together cover it.

    Decimals and abbreviations do not end one; neither does a sign inside brackets or quotes that close on its line.
    """
    last = len(text) if end is None else end
    for stop in _stops(text, start, last):
        if text[start:stop].strip():
            yield start, stop
            start = stop
    if text[start:last].strip():
        yield start, last


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    depth = 0
    for sign in _SIGNS.finditer(text, start, end):
        if sign.lastgroup == "open":
            depth += 1
        elif sign.lastgroup is None:
            depth = max(depth - 1, 0)
        elif depth == 0 or text[sign.start()] == "\n":
            depth = 0
            yield sign.end()
        else:
            # the brackets that close right behind the sign
            depth = max(depth - (sign.end() - sign.start() - 1), 0)
