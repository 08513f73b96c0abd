"""Printed dates as years, months and days, and their EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/)."""

from calendar import monthrange
from typing import NamedTuple

from extract.numerals import whole_number
from extract.rules import Match

_REPUBLIC = 1911
_HAN_DIGITS = str.maketrans("〇○零ΟO一二三四五六七八九", "00000123456789")
_HAN_WRITINGS = str.maketrans("正元○", "一一〇")
_NO_NUMBERS = ("sep", "dash", "span")
# Scanned pages print letters for digits: 2012-l1-05
_SCANNED = str.maketrans("OolI", "0011")
# The named groups of a match.
Printed = dict[str, str | None]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Day(NamedTuple):
    """A date as precise as it is printed: 2020, 2020-03 or 2020-03-15."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def edtf(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.month and self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def exists(self) -> bool:
        if self.month is None:
            return True
        return 1 <= self.month <= 12 and (self.day is None or 1 <= self.day <= monthrange(self.year, self.month)[1])

    def precedes(self, other: "Day") -> bool:
        """Whether this date is not later than the other, as far as both are precise."""
        return (self.year, self.month or 0, self.day or 0) <= (other.year, other.month or 12, other.day or 31)


def edtf_day(edtf: str) -> Day | None:
    """The date of a plain EDTF string; None for periods and what is no date."""
    parts = edtf[:10].split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return None
    return Day(*map(int, parts))


def days_of(match: Match) -> tuple[Day, Day | None] | None:
    """The date that a match prints, with the last one where the match is a period. None for impossible dates."""
    first, last = _READINGS[match.rule.normaliser](match.groups.groupdict())
    if not first.exists or (last and not last.exists):
        return None
    return first, last


def _numbers(printed: Printed) -> tuple[Day, Day | None]:
    numbers = {
        name: int(digits.replace(" ", "").translate(_SCANNED))
        for name, digits in printed.items()
        if digits and name not in _NO_NUMBERS
    }
    year = next(numbers[name] for name in ("year", "year2", "year3") if name in numbers)
    month = numbers.get("month") or numbers.get("month2")
    day = numbers.get("day") or numbers.get("day2")
    if "first_year" in numbers:
        return Day(numbers["first_year"]), Day(year, month, day)
    if "first_month" in numbers:
        return Day(year, numbers["first_month"]), Day(year, numbers["last_month"])
    if "first_day" in numbers:
        return Day(year, month, numbers["first_day"]), Day(year, month, numbers["last_day"])
    if "last_year" in numbers:
        return Day(year, month), Day(numbers["last_year"], numbers.get("last_month"))
    return Day(year, month, day), None


def _han(printed: Printed) -> tuple[Day, None]:
    year = int((printed["year"] or "").translate(_HAN_DIGITS))
    return Day(year, _han_number(printed["month"]), _han_number(printed["day"])), None


def _minguo(printed: Printed) -> tuple[Day, None]:
    year = _REPUBLIC + (_han_number(printed["year"]) or 0)
    month, day = (_han_number(printed[name] or printed.get(f"{name}2")) for name in ("month", "day"))
    return Day(year, month, day), None


def _english(printed: Printed) -> tuple[Day, Day | None]:
    year = int(printed["year"] or printed["year2"] or 0)
    month = _month_name(printed["month"] or printed["month2"] or "")
    day = printed["day"] or printed["day2"] or printed["day3"]
    last = Day(year, month, int(day) if day else None)
    if printed["to_month"]:
        return last, Day(year, _month_name(printed["to_month"]))
    if printed["from_month"]:
        first_day = printed["from_day"]
        return Day(year, _month_name(printed["from_month"]), int(first_day) if first_day else None), last
    return last, None


_READINGS = {"numbers": _numbers, "han": _han, "minguo": _minguo, "english": _english}


def _han_number(printed: str | None) -> int | None:
    """正月 and 元月 are the first month; years are printed digit by digit too, with a circle for the naught."""
    return whole_number(printed.translate(_HAN_WRITINGS)) if printed else None


def _month_name(printed: str) -> int:
    return _MONTHS.index(printed[:3].lower()) + 1
