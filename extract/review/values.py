"""What a reviewer types or selects, made a field's value and its places, or refused."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from extract.edtf import days
from extract.gold.check import CODES, EDTF
from extract.review.decisions import DecisionError
from extract.review.facts import Span
from extract.schema import VALUE_OF_FIELD, Field

_LONGEST = 1000  # characters of a name
_YEAR = re.compile("[12][0-9]{3}")
# A name may run over a line's end; a number never does.
_OVER_LINES = ("institution", "title", "journal", "cell_type", "condition", "date")


def value_of(field: Field, plain: dict[str, Any]) -> Any:
    """A field's value from what a form sent. Raises DecisionError where it is none that gold could hold."""
    try:
        value = msgspec.convert(plain, VALUE_OF_FIELD[field])
    except msgspec.ValidationError as error:
        raise DecisionError(f"this is no {field}: {error}") from error
    names = [one for one in msgspec.structs.astuple(value) if isinstance(one, str)]
    if any(not one.strip() or len(one) > _LONGEST for one in names):
        raise DecisionError(f"each name has 1 to {_LONGEST} characters; leave out what is not known")
    numbers = [one for one in msgspec.structs.astuple(value) if isinstance(one, float | int)]
    if any(not math.isfinite(one) or one < 0 for one in numbers):
        raise DecisionError("numbers are finite and not below zero")
    wrong = _WRONG.get(field, lambda _: None)(value)
    if wrong:
        raise DecisionError(wrong)
    return value


def _is_date(value: str) -> bool:
    """Whether a value is EDTF of days that the calendar has, and a period begins before it ends."""
    ends = [one for one in value.split("/") if one != ".."]
    first, last = days(value)
    real = all(_YEAR.match(one) and days(one)[0] for one in ends)
    return bool(EDTF.fullmatch(value) and ends and real and (not first or not last or first <= last))


_WRONG: dict[str, Callable[[Any], str | None]] = {
    "date": lambda value: None if _is_date(value.value) else f"{value.value} is no date such as 2020-03 or 2019/2021",
    "cell_type": lambda value: None if value.code in CODES else f"{value.code} is no code of cells",
    "p_value": lambda value: None if value.value <= 1 else "a p-value lies between 0 and 1",
    "title": lambda value: None if bool(value.zh) != bool(value.en) else "a title is in one language: zh or en",
    "dose": lambda value: None if value.low <= value.high else "the lower number stands first",
}


def checked_spans(text: str, field: Field, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, less white space at their edges. Raises DecisionError for what is no place of a fact."""
    if not spans:
        raise DecisionError("a fact stands somewhere: select its words")
    trimmed = sorted({_trimmed(text, start, end) for start, end in spans})
    for (_, end), (start, _) in pairwise(trimmed):
        if start < end:
            raise DecisionError("two places of a fact overlap")
    if field not in _OVER_LINES and any("\n" in text[start:end] for start, end in trimmed):
        raise DecisionError("select words of one line")
    return tuple(trimmed)


def _trimmed(text: str, start: int, end: int) -> Span:
    if not 0 <= start < end <= len(text):
        raise DecisionError(f"{start} to {end} is no place in a text of {len(text)} characters")
    quote = text[start:end]
    if not quote.strip():
        raise DecisionError("select words, not white space")
    return start + len(quote) - len(quote.lstrip()), end - len(quote) + len(quote.rstrip())
