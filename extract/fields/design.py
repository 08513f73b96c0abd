"""Designs of studies: trial, cohort, review, animal experiment … as the text names or tells them.

An article names many designs, of its own study and of others. Each is a mention; its confidence says how surely it is
that of the study told: high in titles and after words like 本研究为, low where studies are searched for or wished for.
"""

import re

from extract.fields import longest
from extract.rules import Match, RuleSet
from extract.schema import DesignCode, DesignValue, Mention
from extract.segment import Document

_CLAUSE = re.compile("[,;。]")
# A line up to so many characters without a full stop is a title or a label.
_TITLE_LENGTH = 90
# How far (characters) the words that own a design or pass it by stand from it.
_OWN = 8
_PASSING = 16
_IN_TITLE = 0.03
_PLAIN = -0.2
_PASSED_BY = -0.55
_LEAST = 0.2
_MOST = 0.98


class DesignReader:
    def __init__(self, rules: RuleSet) -> None:
        self._own = rules.pattern("design/own")
        self._passing = rules.pattern("design/passing")
        self._counted = rules.pattern("design/counted_studies")
        self._passing_after = rules.words("design/passing_after")
        self._product = rules.pattern("design/animal_product")
        self._title_sign = rules.pattern("design/title_sign")
        self._animal = rules.pattern("design/animal")
        self._denied = rules.words("design/denied")

    def find(self, doc: Document) -> list[Mention]:
        """The designs of a document, a mention at each phrase that says one."""
        mentions = (self._mention(doc, match) for match in longest(doc.matches.get("design", ())))
        return [mention for mention in mentions if mention is not None]

    def _mention(self, doc: Document, match: Match) -> Mention | None:
        code: DesignCode = match.entry["code"] if match.entry else match.rule.set["code"]  # type: ignore[assignment]
        start, end = doc.line(match.start)
        if match.entry and match.entry["weight"] == "0":
            return None
        if doc.text.endswith(self._denied, start, match.start):
            return None
        if code == "animal" and self._is_product(doc, match):
            return None
        if code == "rct" and self._animal.search(doc.text, max(start, match.start - 60), min(end, match.end + 20)):
            return None
        sure = round(min(max(self._sure(doc, match, start, end), _LEAST), _MOST), 2)
        return doc.mention("design", match.start, match.end, DesignValue(code), match.rule, sure)

    def _is_product(self, doc: Document, match: Match) -> bool:
        return self._product.search(doc.text, max(match.start - 2, 0), match.end + 2) is not None

    def _sure(self, doc: Document, match: Match, start: int, end: int) -> float:
        """How sure the words tell the design of the study: what they weigh, and where they stand."""
        weight = float(match.entry["weight"]) if match.entry else match.rule.confidence
        before = doc.text[max(start, match.start - 2 * _PASSING) : match.start]
        near = _CLAUSE.split(before[-_PASSING:])[-1]
        if self._is_passed_by(doc.text, near, match.end):
            return weight + _PASSED_BY
        if self._is_title(doc.text, start, end):
            in_title = match.entry.get("title") if match.entry else None
            return float(in_title) if in_title else weight + _IN_TITLE
        return weight if self._own.search(before[-_OWN:]) else weight + _PLAIN

    def _is_passed_by(self, text: str, near: str, end: int) -> bool:
        """Whether a named design is one of other studies: counted, searched for or wished for."""
        if self._counted.search(near.rstrip()) or self._passing.search(near):
            return True
        return text.startswith(self._passing_after, end)

    def _is_title(self, text: str, start: int, end: int) -> bool:
        if end - start <= _TITLE_LENGTH and text.find("。", start, end) < 0:
            return True
        return end - start <= 4 * _TITLE_LENGTH and self._title_sign.search(text, start, end) is not None
