"""Conditions: the diseases and injuries that studies treat.

A lexicon names diseases; body parts and qualities that stand before one belong to its name as printed. Which of an
article's diseases is the study's own, the confidence tells: high in titles and beside 治疗 or 患者, low for side
effects.
"""

import re

import msgspec

from extract.fields.beside import WordsBeside
from extract.rules import Match, Rule, RuleSet
from extract.schema import ConditionValue, Mention
from extract.segment import Document

_MOST_WORDS = 6
_NEAR = 6
_LONGEST_BRACKET = 80
_LONGEST_TITLE = 100
_TREATED = 0.2
_IN_TITLE = 0.2
_PASSED_BY = -0.3
_VAGUE = -0.25
_SUREST = 0.95
_HAN = re.compile(r"[一-鿿]")
_BLANK = re.compile(r"\s+")


class _Name(msgspec.Struct, frozen=True):
    start: int
    end: int
    kind: str
    rule: Rule


class ConditionReader:
    def __init__(self, rules: RuleSet) -> None:
        parts = rules.words("condition/part")
        self._parts = WordsBeside(parts)
        self._inner = rules.words("condition/inner")
        words = (*parts, *rules.words("condition/quality"))
        short = (*self._inner, *rules.words("condition/short_part"))
        # A body part of one character may be the end of another word: 开腹 before 胃癌, 恶心 before 神经病变.
        self._before = WordsBeside([word for word in words if len(word) > 1] + list(short))
        self._longer = rules.words("condition/part_of_longer")
        self._department = rules.words("condition/department")
        self._treat_before = rules.words("condition/treat_before")
        self._treat_after = rules.words("condition/treat_after")
        self._passing_before = rules.words("condition/passing_before")
        self._passing_after = rules.words("condition/passing_after")

    def find(self, doc: Document) -> list[Mention]:
        """The diseases of a document; an abbreviation that the text explains carries the full name."""
        names = self._names(doc)
        explained: dict[str, str] = {}
        mentions: list[Mention] = []
        for previous, name in zip([None, *names], names, strict=False):
            printed = _tidy(doc.plain(name.start, name.end))
            if name.kind == "abbreviation":
                if previous and _explains(doc.text, previous, name):
                    explained.setdefault(printed, mentions[-1].value.name)
                printed = explained.get(printed, printed)
            value = ConditionValue(printed)
            mentions.append(doc.mention("condition", name.start, name.end, value, name.rule, self._sureness(doc, name)))
        return mentions

    def _names(self, doc: Document) -> list[_Name]:
        """The names in text order; one that reads on to the left over an earlier one takes its place."""
        names: list[_Name] = []
        done = 0
        for match in sorted(doc.matches.get("condition", ()), key=lambda one: (one.start, -one.end)):
            if match.end <= done or match.entry is None:
                continue
            name = self._read(doc, match)
            if name is None or (match.start < done and names and name.start > names[-1].start):
                continue
            done = name.end
            while names and name.start <= names[-1].start:
                names.pop()
            if names and name.start < names[-1].end:
                if name.kind == "suffix":
                    continue
                name = msgspec.structs.replace(name, start=max(match.start, names[-1].end))
            names.append(name)
        return [name for name in names if name.kind != "never"]

    def _read(self, doc: Document, match: Match) -> _Name | None:
        assert match.entry is not None
        kind = match.entry.get("kind") or ""
        text, folded = doc.text, doc.shadow.folded
        if kind == "abbreviation" and text[match.start : match.end] == folded[match.start : match.end]:
            return None
        if kind == "suffix" and self._parts.before(folded, match.start) == match.start:
            return None
        if kind == "never" or text.startswith(self._longer, match.end) or _in_journal(doc, match):
            return _Name(match.start, match.end, "never", match.rule)
        start = self._parts.before(folded, match.start) if kind == "suffix" else match.start
        return _Name(self._start(folded, start), match.end, kind, match.rule)

    def _start(self, folded: str, start: int) -> int:
        """Where the words of body parts and qualities before a name begin."""
        first = at = start
        for _ in range(_MOST_WORDS):
            before = self._before.before(folded, at)
            if before == at:
                break
            at = before
            if folded[before:first].startswith(self._inner):
                continue
            first = before
        return first

    def _sureness(self, doc: Document, name: _Name) -> float:
        text = doc.text
        sure = name.rule.confidence + (_VAGUE if name.kind == "vague" else 0.0)
        before, after = text[max(name.start - _NEAR, 0) : name.start], text[name.end : name.end + _NEAR]
        passed_by = after.startswith((*self._department, *self._passing_after))
        if passed_by or any(word in before for word in self._passing_before):
            sure += _PASSED_BY
        elif after.startswith(self._treat_after) or text.endswith(self._treat_before, 0, name.start):
            sure += _TREATED
        start, end = doc.line(name.start)
        if end - start <= _LONGEST_TITLE and "。" not in text[start:end]:
            sure += _IN_TITLE
        return round(max(min(sure, _SUREST), 0.2), 2)


def _explains(text: str, full: _Name, short: _Name) -> bool:
    """Whether the abbreviation stands in the bracket that opens behind the full name."""
    between = text[full.end : short.start]
    if len(between) > _LONGEST_BRACKET or ")" in between:
        return False
    return between.startswith("(") or (between.lstrip().startswith(",") and "(" in text[full.start - 2 : full.start])


def _in_journal(doc: Document, match: Match) -> bool:
    """Whether the name is a piece of a journal's: Diabetes Care."""
    return doc.text[match.start].isascii() and any(
        other.start <= match.start and match.end <= other.end and other.end - other.start > match.end - match.start
        for other in doc.matches.get("journal", ())
    )


def _tidy(printed: str) -> str:
    return _BLANK.sub("" if _HAN.search(printed) else " ", printed)
