"""Conditions: the diseases and injuries that studies treat.

A lexicon names diseases; body parts and qualities that stand before one belong to its name as printed. Which of an
article's diseases is the study's own, the confidence tells: high in titles and beside 治疗 or 患者, low for side
effects.
"""

import re
from collections.abc import Iterator

import msgspec

from extract.fields.beside import WordsBeside
from extract.fields.cover import Cover
from extract.rules import Match, Rule, RuleSet, one_of
from extract.schema import ConditionValue, Mention
from extract.segment import Document

_MOST_WORDS = 6
_NEAR = 6
_LONGEST_BRACKET = 80
_LONGEST_STAGE = 24
_FIRST_HAN = "㐀"
_SHORT = ("abbreviation", "explained")
_LONGEST_TITLE = 100
_TREATED = 0.2
_IN_TITLE = 0.2
_PASSED_BY = -0.3
_VAGUE = -0.25
_SUREST = 0.95
_HAN = re.compile(r"[一-鿿]")


class _Name(msgspec.Struct, frozen=True):
    start: int
    end: int
    kind: str
    rule: Rule


class ConditionReader:
    def __init__(self, rules: RuleSet) -> None:
        parts = rules.words("condition/part")
        self._parts = WordsBeside(parts)
        suffixes = [entry.name for entry in rules.lexicon("conditions").entries if entry.get("kind") == "suffix"]
        self._suffix = re.compile(f"(?:{one_of(suffixes)})\\Z")
        self._tail = rules.pattern("condition/tail")
        self._inner = rules.words("condition/inner")
        words = (*parts, *rules.words("condition/quality"))
        short = (*self._inner, *rules.words("condition/short_part"))
        # A body part of one character may be the end of another word: 开腹 before 胃癌, 恶心 before 神经病变.
        self._before = WordsBeside([word for word in words if len(word) > 1] + list(short))
        self._stage_before = rules.pattern("condition/stage_before")
        self._end_of_stage = rules.pattern("condition/end_of_stage")
        self._stage_behind = rules.pattern("condition/stage_behind")
        self._row_of_effects = rules.pattern("condition/row_of_effects")
        self._joined_by = WordsBeside(rules.words("condition/joined_by"))
        self._longer = WordsBeside(rules.words("condition/part_of_longer"))
        self._treat_before = WordsBeside(rules.words("condition/treat_before"))
        self._treat_after = WordsBeside(rules.words("condition/treat_after"))
        self._listed_passing = rules.pattern("condition/listed_passing")
        self._passing_before = rules.pattern("condition/passing")
        self._passing_after = WordsBeside(rules.words("condition/passing_after"))

    def find(self, doc: Document) -> list[Mention]:
        """The diseases of a document; an abbreviation that the text explains carries the full name."""
        explained: dict[str, str] = {}
        full: _Name | None = None
        mentions: list[Mention] = []
        names = self._names(doc)
        for name in sorted([*names, *_unlisted(doc, names)], key=lambda name: name.start):
            printed = _tidy(doc.plain(name.start, name.end))
            if name.kind not in _SHORT:
                full = name
            elif full is not None and _explains(doc.text, full, name):
                explained.setdefault(printed, _tidy(doc.plain(full.start, full.end)))
            if name.kind == "explained" and printed not in explained:
                continue
            value = ConditionValue(explained.get(printed, printed))
            mentions.append(doc.mention("condition", name.start, name.end, value, name.rule, self._sureness(doc, name)))
        return mentions

    def _names(self, doc: Document) -> list[_Name]:
        """The names in text order; one that reads on to the left over an earlier one takes its place."""
        names: list[_Name] = []
        journals = Cover(doc.matches.get("journal", ()))
        done = 0
        for match in sorted(doc.matches.get("condition", ()), key=lambda one: (one.start, -one.end)):
            if match.end <= done or match.entry is None:
                continue
            name = self._read(doc, match, journals)
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
        return self._compound(doc.shadow.folded, [name for name in names if name.kind != "never"])

    def _compound(self, folded: str, names: list[_Name]) -> list[_Name]:
        """Names that touch are one: 硬皮病手部溃疡, 卒中后肩手综合征; a stage behind a name belongs to it."""
        compound: list[_Name] = []
        for name in names:
            last = compound[-1] if compound else None
            if last and name.start <= self._joined_by.after(folded, last.end) and folded[name.start - 1] >= _FIRST_HAN:
                compound.pop()
                name = msgspec.structs.replace(name, start=last.start, kind="")
            behind = None if name.kind in _SHORT else self._stage_behind.match(folded, name.end)
            compound.append(msgspec.structs.replace(name, end=behind.end()) if behind else name)
        return compound

    def _read(self, doc: Document, match: Match, journals: Cover) -> _Name | None:
        assert match.entry is not None
        kind = match.entry.get("kind") or ""
        text, folded = doc.text, doc.shadow.folded
        if kind in _SHORT and text[match.start : match.end] == folded[match.start : match.end]:
            return None
        in_journal = text[match.start].isascii() and journals.holds(match.start, match.end)
        if kind == "never" or in_journal or self._longer.after(folded, match.end) > match.end:
            return _Name(match.start, match.end, "never", match.rule)
        start = self._part(folded, match)
        if kind == "suffix" and start == match.start:
            return None
        behind = self._tail.match(folded, match.end)
        return _Name(self._start(folded, start), behind.end() if behind else match.end, kind, match.rule)

    def _part(self, folded: str, match: Match) -> int:
        """Where the body part before a suffix begins, or the longer one of which a name holds a piece (脑血管|畸形,
        though 血管畸形 is a name too)."""
        suffix = self._suffix.search(folded, match.start + 1, match.end)
        longer = self._parts.before(folded, suffix.start()) if suffix else match.start
        return min(self._parts.before(folded, match.start) if _is_suffix(match) else match.start, longer)

    def _start(self, folded: str, start: int) -> int:
        """Where the words of body parts and qualities before a name begin."""
        first = at = start
        for _ in range(_MOST_WORDS):
            before = self._before.before(folded, at)
            if before == at:
                before = self._stage(folded, first)
                if before == first:
                    break
            at = before
            if folded[before:first].startswith(self._inner):
                continue
            first = before
        return first

    def _stage(self, folded: str, end: int) -> int:
        """Where a stage or quality begins that ends at `end`; `end` where there is none."""
        if not end or not self._end_of_stage.match(folded, end - 1):
            return end
        stage = self._stage_before.search(folded, max(end - _LONGEST_STAGE, 0), end)
        return stage.start() if stage else end

    def _sureness(self, doc: Document, name: _Name) -> float:
        text, folded = doc.text, doc.shadow.folded
        sure = name.rule.confidence + (_VAGUE if name.kind == "vague" else 0.0)
        if self._is_passed_by(folded, name):
            sure += _PASSED_BY
        elif self._is_treated(folded, name):
            sure += _TREATED
        if _is_title(text, name) and not self._row_of_effects.search(text, *doc.line(name.start)):
            sure += _IN_TITLE
        return round(max(min(sure, _SUREST), 0.2), 2)

    def _is_passed_by(self, folded: str, name: _Name) -> bool:
        if self._passing_after.after(folded, name.end) > name.end or self._listed_passing.match(folded, name.end):
            return True
        return bool(self._passing_before.search(folded, max(name.start - _NEAR, 0), name.start))

    def _is_treated(self, folded: str, name: _Name) -> bool:
        if self._treat_after.after(folded, name.end) > name.end:
            return True
        return self._treat_before.before(folded, name.start) < name.start


def _is_suffix(match: Match) -> bool:
    return match.entry is not None and match.entry.get("kind") == "suffix"


def _unlisted(doc: Document, names: list[_Name]) -> Iterator[_Name]:
    """What titles treat under names that no list has; where a list has a part of one, that is the surer name."""
    for match in doc.matches.get("condition", ()):
        name = _Name(match.start, match.end, "", match.rule)
        is_listed = match.entry is not None or any(one.start < name.end and name.start < one.end for one in names)
        if not is_listed and _is_title(doc.text, name):
            yield name


def _explains(text: str, full: _Name, short: _Name) -> bool:
    """Whether the abbreviation stands in the bracket that opens behind the full name."""
    between = text[full.end : short.start]
    if len(between) > _LONGEST_BRACKET or ")" in between:
        return False
    return between.startswith("(") or (between.lstrip().startswith(",") and "(" in text[full.start - 2 : full.start])


def _is_title(text: str, name: _Name) -> bool:
    """Whether the name stands in a short line without a full stop: a title, a heading, a label's value."""
    start = text.rfind("\n", max(name.start - _LONGEST_TITLE, 0), name.start) + 1
    if not start and name.start > _LONGEST_TITLE:
        return False
    end = text.find("\n", name.end, start + _LONGEST_TITLE)
    if end < 0 and len(text) > start + _LONGEST_TITLE:
        return False
    return "。" not in text[start : end if end >= 0 else len(text)]


def _tidy(printed: str) -> str:
    """A name without the line breaks and blanks inside Chinese ones."""
    pieces = printed.split()
    if len(pieces) < 2:
        return printed
    return ("" if _HAN.search(printed) else " ").join(pieces)
