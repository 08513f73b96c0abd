"""Doses of cells: how many were given, per kilogram, per dose, or in all."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.fields import longest
from extract.numerals import whole_number
from extract.rules import Match, RuleSet
from extract.schema import DoseValue, Mention
from extract.segment import Document

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SCALES = {"万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "million": 1e6, "billion": 1e9}
_PER = {
    "kg": "kg",
    "公斤": "kg",
    "千克": "kg",
    "ml": "ml",
    "毫升": "ml",
    "次": "dose",
    "剂": "dose",
    "针": "dose",
    "dose": "dose",
    "关节": "joint",
    "膝": "joint",
    "joint": "joint",
    "knee": "joint",
    "眼": "eye",
    "eye": "eye",
    "cm2": "cm2",
    "cm²": "cm2",
}
# Fewer cells than this are no dose: the number is a well's, a gate's or a typing error.
_FEWEST = 1e3
_MOST = 1e13
_LISTED = re.compile("[ ]?(?:[、,/]|[和与及或])[ ]?")
# How far (characters) before a number the words stand that say what it counts.
_NEAR = 40


class DoseReader:
    def __init__(self, rules: RuleSet) -> None:
        self._cell = rules.words("dose/cell")
        self._vesicle = rules.words("dose/vesicle")
        self._not_dose = rules.words("dose/not_dose")
        self._not_before = rules.words("dose/not_dose_before")
        self._dose_before = rules.words("dose/dose_before")
        self._each = rules.words("dose/each")
        self._given_behind = rules.words("dose/given_behind")
        self._blood = rules.words("dose/blood")
        self._each_kg = rules.words("dose/each_kg")

    def find(self, doc: Document) -> list[Mention]:
        """The doses of a document; blood counts, germ counts and densities of culture are none."""
        matches = longest(doc.matches.get("dose", ()))
        told = [self._mention(doc, match) for match in matches]
        for index in _enumerated(doc.text, matches, told):
            told[index] = self._mention(doc, matches[index], listed=True)
        return [mention for mention in told if mention is not None]

    def _mention(self, doc: Document, match: Match, listed: bool = False) -> Mention | None:
        """The dose that a match tells; None where it counts something else. One `listed` beside a dose is a dose."""
        behind = doc.text[match.end : match.end + _NEAR].lstrip().replace("/ ", "/")
        before = doc.text[max(doc.line(match.start)[0], match.start - _NEAR) : match.start]
        if behind.startswith(self._not_dose) or self._is_density(match, before):
            return None
        if any(word in before[-12:] for word in self._not_before):
            return None
        counted = _group(match, "counted") or ""
        if any(word in counted for word in self._blood):
            return None
        per = _per(match)
        named = any(word in counted for word in (*self._cell, *self._vesicle))
        after = doc.text[match.end : match.end + 12]
        near = named or any(word in before + after for word in (*self._cell, *self._vesicle))
        given = any(word in before[-12:] for word in (*self._dose_before, *self._each, *self._each_kg))
        given = given or listed or behind.lstrip(", ").startswith(self._given_behind)
        given = given or before.rstrip(" (").endswith(self._cell)
        if not (
            named or (per == "kg" and counted.strip() in ("", "个")) or self._counts_cells(doc, match, near, given)
        ):
            return None
        low, high = _range(match)
        if not _FEWEST <= high <= _MOST:
            return None
        lost = bool(_group(match, "lost") or _group(match, "lost1"))
        value = DoseValue(low, high, self._unit(counted, before), per or self._per_before(before), lost)
        sure = match.rule.confidence - (0.15 if lost else 0.0) - (0.0 if near else 0.15)
        return doc.mention("dose", match.start, _end(match), value, match.rule, round(sure, 2))

    def _is_density(self, match: Match, before: str) -> bool:
        """5×10³/cm² is how thickly cells are sown, unless so many are given at once."""
        return _per(match) == "cm2" and not any(word in before[-12:] for word in self._each)

    def _counts_cells(self, doc: Document, match: Match, near: bool, given: bool) -> bool:
        """Whether a number that names no cells counts such: it stands near them, or in an article on cells is given or
        told in powers of ten."""
        counted, per = _group(match, "counted"), _per(match)
        if near and (counted or per or given):
            return True
        if not doc.matches.get("cell_type"):
            return bool(given and counted)
        return given or bool(counted and match.rule.id != "dose.chinese")

    def _unit(self, counted: str, before: str) -> str:
        if any(word in counted for word in self._cell):
            return "cells"
        return "particles" if any(word in counted + before[-8:] for word in self._vesicle) else "cells"

    def _per_before(self, before: str) -> str | None:
        if any(word in before[-10:] for word in self._each_kg):
            return "kg"
        return "dose" if any(word in before[-10:] for word in self._each) else None


def _enumerated(text: str, matches: list[Match], told: list[Mention | None]) -> Iterator[int]:
    """The numbers that are no doses by themselves, listed with one that is: 1×10⁸[、]2×10⁸[和]4×10⁸个细胞."""
    joined = [bool(_LISTED.fullmatch(text, one.end, other.start)) for one, other in pairwise(matches)]
    for order in (range(1, len(matches)), range(len(matches) - 2, -1, -1)):
        step = order.step
        known = {index for index, one in enumerate(told) if one}
        for index in order:
            if index not in known and index - step in known and joined[min(index, index - step)]:
                known.add(index)
                yield index


def _group(match: Match, name: str) -> str | None:
    return match[name] if name in match.groups.re.groupindex else None


def _end(match: Match) -> int:
    """Behind 个: the name of the cells is no part of the dose, unless what it is given for follows."""
    counted = _group(match, "counted") or ""
    if _printed_per(match) or not counted.strip().startswith("个"):
        return match.end
    start: int = match.groups.start("counted")
    return start + counted.index("个") + 1


def _printed_per(match: Match) -> str | None:
    return _group(match, "per") or _group(match, "inverse") or _group(match, "raised")


def _per(match: Match) -> str | None:
    printed = _printed_per(match)
    if not printed and _group(match, "ahead"):
        return "kg"
    return _PER.get(printed.lower()) if printed else None


def _range(match: Match) -> tuple[float, float]:
    """The smallest and the largest number; a first number without a power of its own shares that of the last."""
    scale = _scale(match, "")
    high = _figure(_group(match, "last") or "1") * scale
    first = _group(match, "first")
    if first is None:
        return high, high
    low = _figure(first) * (_scale(match, "1") if _has_scale(match) else scale)
    return (low, high) if low <= high else (high, high)


def _has_scale(match: Match) -> bool:
    return any(_group(match, name) for name in ("sup1", "caret1", "lost1", "scale1"))


def _scale(match: Match, which: str) -> float:
    word = _group(match, f"scale{which}")
    if word:
        return _SCALES[word]
    exponent = _group(match, f"sup{which}") or _group(match, f"caret{which}") or _group(match, f"lost{which}") or "0"
    return float(f"1e{exponent.strip().translate(_RAISED)}")


def _figure(printed: str) -> float:
    return float(printed) if printed[0].isascii() else float(whole_number(printed))
