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

# A sentence ends at these signs; the closing brackets and quotes that follow still belong to it.
_SENTENCE_END = re.compile(r"[。!?;…\n][”’」』\")\]]{0,3}|\.(?=[ \n]|$)(?<![0-9A-Z]\.)[”\")]{0,2}")
_OPENERS = "([《「『【“"
_CLOSERS = ")]》」』】”"


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

    def printed_sentences(self, block: Block) -> Iterator[tuple[int, int]]:
        """The sentences (start, end) of a block, in offsets of the text."""
        starts = self._printed_starts
        low, high = bisect_right(starts, block.start), bisect_right(starts, block.end - 1)
        edges = [block.start, *starts[low:high], block.end]
        return pairwise(edges)

    @cached_property
    def _printed_starts(self) -> list[int]:
        return [self.shadow.position(start) for start in self._sentence_starts]

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

    def block(self, index: int) -> Block:
        """The block of the page in which `index` of the shadow stands."""
        at = bisect_right(self._block_starts, self.shadow.position(index))
        return self.page.blocks[max(at - 1, 0)]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.page.blocks]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Cuts a shadow into sentences (start, end), which together cover it.

    Decimals and abbreviations do not end one; neither does a sign inside brackets or quotes that close on its line.
    """
    start = 0
    for end in _ends(text):
        if text[start:end].strip():
            yield start, end
            start = end
    if text[start:].strip():
        yield start, len(text)


def _ends(text: str) -> Iterator[int]:
    depth = position = 0
    for found in _SENTENCE_END.finditer(text):
        if found.start() < position:
            continue
        piece = text[position : found.start()]
        for sign in _OPENERS:
            depth += piece.count(sign)
        for sign in _CLOSERS:
            depth -= piece.count(sign)
        depth = max(depth, 0)
        position = found.start()
        if text[found.start()] == "\n" or depth == 0:
            depth = 0
            position = found.end()
            yield found.end()
