"""p-values: a comparison of P with a number that a study reports."""

import re
from collections.abc import Iterator
from typing import get_args

from extract.fields import longest
from extract.fields.columns import rows_below
from extract.rules import Match, RuleSet, one_of
from extract.schema import Mention, Operator, PValue
from extract.segment import Document

# A bare p-value that fills its cell
_CELL = re.compile(r"[ ]?(?P<span>(?P<op>[<>=≤≥]?)[ ]?(?P<value>0?\.[0-9]{1,6}|[01](?:\.0{1,4})?))[ ]?$")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# Scanned pages print letters for digits: O.05, 0.00l; English journals a raised point, European ones a comma.
_SCANNED = str.maketrans("OolI·,", "0011..")
_POWER = re.compile(r"[×xX*]10\^?[({]?(-\d{1,3})[)}]?$|[eE](-\d{1,3})$")
_SIGNS: dict[str, Operator] = {"<=": "≤", "=<": "≤", ">=": "≥", "=>": "≥", "<<": "<", "&lt;": "<", "&gt;": ">"}
_LEVELS = (0.01, 0.05, 0.1, 0.001, 0.2, 0.5)
_OPPOSITE: dict[str, Operator] = {"<": ">", "≤": "≥"}
# Characters looked at before and behind a comparison.
_BEFORE = 80
_AFTER = 40
_CLAUSE_STARTS = ("", ",", ";", ":", "。", "\n", ".")
_LONGEST_MEASURE = 12
# Many journals print a point for 。; behind a bracket it ends a sentence.
_SENTENCE_ENDS = ("。", ";", "\n", ").", "].")


class PValueReader:
    def __init__(self, rules: RuleSet) -> None:
        self._level = rules.pattern("p_value/level")
        self._level_after = rules.words("p_value/level_after")
        self._level_after_weak = rules.words("p_value/level_after_weak")
        self._methods = re.compile(one_of(rules.words("p_value/methods_before")))
        self._condition_before = re.compile(one_of(rules.words("p_value/condition_before")))
        self._condition_after = re.compile(one_of(rules.words("p_value/condition_after")))
        self._measure_ends = re.compile(one_of(rules.words("p_value/measure_ends")))
        self._measure_edge = re.compile(one_of(rules.words("p_value/measure_edge")))
        self._measures = re.compile(rf"(?<![A-Za-z0-9]){one_of(rules.words('p_value/measures'))}(?![A-Za-z0-9])")
        self._not_measures = rules.words("p_value/not_measures")
        self._further = rules.pattern("p_value/further")

    def find(self, doc: Document) -> list[Mention]:
        """The p-values of a document, without chosen levels of significance and conditions."""
        mentions: list[Mention] = []
        earlier = 0
        for match in longest(doc.matches.get("p_value", ())):
            if match.rule.normaliser == "column":
                mentions += _in_column(doc, match)
                continue
            before = _sentence_before(doc.text, max(earlier, match.start - _BEFORE), match.start)
            if not self._is_level(doc.text, match, before):
                mentions += self._mentions(doc, match, self._outcome(before))
            earlier = match.end
        return mentions

    def _mentions(self, doc: Document, match: Match, outcome: str | None) -> Iterator[Mention]:
        if match.rule.normaliser == "between":
            yield from _between(doc, match, outcome)
            return
        op = _operator(match["op"] or "")
        value = _number(match["value"] or "")
        if _is_possible(op, value):
            yield doc.mention("p_value", match.start, match.end, PValue(op, value, outcome), match.rule)
        if not match["more"]:
            return
        for more in self._further.finditer(doc.text, *match.groups.span("more")):
            further = PValue(_operator(more["op"]) if more["op"] else op, float(more["value"]), outcome)
            yield doc.mention("p_value", *more.span("span"), further, match.rule)

    def _is_level(self, text: str, match: Match, before: str) -> bool:
        """Whether a comparison states a chosen level or a condition, by the words around it."""
        if self._level.search(before[-40:]) or self._condition_before.search(before[-30:]):
            return True
        if _number(match["value"] or "") not in _LEVELS:
            return False
        printed = text[match.groups.end() : match.groups.end() + _AFTER]
        behind = printed.lstrip(")]")
        told_of_else = printed != behind and behind.startswith(",")  # (P<0.01),为这类病人…
        if behind.startswith(self._level_after) and not told_of_else:
            return True
        if self._condition_after.search(behind.partition("。")[0].partition(";")[0]):
            return True
        if not behind.startswith(self._level_after_weak) or before[-1:] not in _CLAUSE_STARTS:
            return False
        return not before.strip() or (bool(self._methods.search(before)) and "=" not in before[-16:])

    def _outcome(self, before: str) -> str | None:
        """The measure compared, where the words before name exactly one."""
        found = {self._measure(before, end) for end in self._measure_ends.finditer(before)}
        if not found:
            found = {scale[0] for scale in self._measures.finditer(before)}
        return found.pop() if len(found) == 1 else None

    def _measure(self, before: str, end: re.Match[str]) -> str | None:
        lead = before[max(end.start() - _LONGEST_MEASURE, 0) : end.start()]
        name = _WORD_TAIL.search(lead)
        printed = name[0] if name else ""
        for edge in self._measure_edge.finditer(printed):
            printed = (name[0] if name else "")[edge.end() :]
        whole = printed + end[0]
        return whole if printed and whole not in self._not_measures else None


_WORD_TAIL = re.compile(r"[A-Za-z0-9α-ωⅠ-Ⅻ+/-]{1,12} ?$|[㐀-鿿]{1,12}$")


def _between(doc: Document, match: Match, outcome: str | None) -> Iterator[Mention]:
    """Both ends of 0.01<P<0.05."""
    middle = match.groups.start("op")
    low, above = float(match["low"] or 0), _OPPOSITE[match["above"] or "<"]
    yield doc.mention("p_value", match.start, middle, PValue(above, low, outcome), match.rule)
    high = PValue(_operator(match["op"] or ""), float(match["value"] or 0), outcome)
    yield doc.mention("p_value", middle, match.end, high, match.rule)


def _in_column(doc: Document, head: Match) -> Iterator[Mention]:
    """The bare numbers below a column's head; the row's first cell says what is tested."""
    for row in rows_below(doc, head.start, head.end):
        cell = _CELL.match(doc.text[: row.below[1]], row.below[0]) if row.below else None
        if cell is None:
            continue
        op, value = _operator(cell["op"]), float(cell["value"])
        outcome = doc.plain(*row.cells[0]).strip() or None
        if _is_possible(op, value):
            yield doc.mention("p_value", *cell.span("span"), PValue(op, value, outcome), head.rule)


def _sentence_before(text: str, start: int, end: int) -> str:
    return text[max(start, *(text.rfind(sign, start, end) + 1 for sign in _SENTENCE_ENDS)) : end]


def _operator(printed: str) -> Operator:
    sign = printed.strip()
    if sign in get_args(Operator):
        return sign  # type: ignore[return-value]
    if sign in _SIGNS:
        return _SIGNS[sign]
    if any(word in sign for word in ("小于", "低于", "less", "below")):
        return "≥" if "不" in sign else "<"
    if any(word in sign for word in ("大于", "高于", "greater")):
        return "≤" if "不" in sign else ">"
    return "="


def _number(printed: str) -> float:
    """The value of 0.05, .05, 0.000 01, O.05, 0.00l, 5.8×10⁻⁴, 1.2E-5 or 10⁻⁸."""
    plain = printed.translate(_RAISED).translate(_SCANNED).replace(" ", "")
    power = _POWER.search(plain)
    if power:
        return float(f"{plain[: power.start()]}e{power[1] or power[2]}")
    if plain.startswith("10") and "-" in plain:
        return float(f"1e{plain[plain.index('-') :]}")
    return float(plain)


def _is_possible(op: Operator, value: float) -> bool:
    return 0 <= value <= 1 and not (op == "<" and value == 0) and not (op == ">" and value == 1)
