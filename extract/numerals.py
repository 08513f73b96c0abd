"""Whole numbers as the texts print them: 1,120, 1 120, 一百零三, 两, ninety-four."""

import re

_BETWEEN_THOUSANDS = re.compile(r"[, ]")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ENGLISH = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def whole_number(printed: str) -> int:
    """The value of a whole number in Western or Chinese digits or English words, of a shadow's text.

    English words go to ninety-nine, Chinese digits to 99,999,999. Raises ValueError for anything else.
    """
    if printed[:1].isascii() and printed[:1].isalpha():
        return _english(printed.lower())
    if printed[:1].isascii():
        return int(_BETWEEN_THOUSANDS.sub("", printed))
    if not _UNITS.keys() & set(printed) and "万" not in printed:
        return int("".join(str(_digit(sign)) for sign in printed))
    total = section = digit = 0
    for sign in printed:
        if sign == "万":
            total = (total + section + digit) * 10000
            section = digit = 0
        elif sign in _UNITS:
            section += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = _digit(sign)
    return total + section + digit


def _digit(sign: str) -> int:
    if sign not in _DIGITS:
        raise ValueError(f"{sign!r} is no Chinese digit")
    return _DIGITS[sign]


def _english(printed: str) -> int:
    words = printed.split("-")
    if not words or any(word not in _ENGLISH for word in words):
        raise ValueError(f"{printed!r} is no English number")
    return sum(_ENGLISH[word] for word in words)
