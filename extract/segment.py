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
# the same pass, for a sign inside brackets or quotes ends nothing.
_SIGNS = re.compile(
    r"(?P<open>[(\[《「『【“])|[)\]》」』】”]"
    r"|(?P<end>[。!?;…\n][”’」』\")\]]{0,3}|\.(?=[ \n]|$)(?<![0-9A-Z]\.)[”\")]{0,2})"
)

_HEADING = 24  # characters of a block in which the heading of a list of references stands


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
    def end_of_body(self) -> int:
        """Where in the text a list of references or of other reading begins, unless the article is nothing but that."""
        heading = self.rules.pattern("section/end_of_body")
        for block in self.page.blocks[1:]:
            if block.start > len(self.printed) // 3:
                start = self.shadow.index(block.start)
                if heading.match(self.text, start, min(start + _HEADING, self.shadow.index(block.end))):
                    return block.start
        return len(self.printed)

    def block_of(self, mention: Mention) -> int:
        """The number of the page's block in which a mention begins."""
        return max(bisect_right(self._block_starts, mention.start) - 1, 0)

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
