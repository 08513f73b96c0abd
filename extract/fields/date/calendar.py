"""Printed dates as years, months and days, and their EDTF (ISO 8601-2, https://www.loc.gov/standards/datetime/)."""

from calendar import monthrange
from typing import NamedTuple

from extract.numerals import whole_number
from extract.rules import Match

_REPUBLIC = 1911
_HAN_DIGITS = str.maketrans("〇○零ΟO一二三四五六七八九", "00000123456789")
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
    first, last = _READINGS[match.rule.normaliser](match)
    if not first.exists or (last and not last.exists):
        return None
    return first, last


def _numbers(match: Match) -> tuple[Day, Day | None]:
    year = _number(match, "year") or 0
    month = _number(match, "month") or _number(match, "month2")
    day = _number(match, "day") or _number(match, "day2")
    if first_year := _number(match, "first_year"):
        return Day(first_year), Day(year, month, day)
    if first_month := _number(match, "first_month"):
        return Day(year, first_month), Day(year, _number(match, "last_month"))
    if first_day := _number(match, "first_day"):
        return Day(year, month, first_day), Day(year, month, _number(match, "last_day"))
    if last_year := _number(match, "last_year"):
        return Day(year, month), Day(last_year, _number(match, "last_month"))
    return Day(year, month, day), None


def _han(match: Match) -> tuple[Day, None]:
    year = int((match["year"] or "").translate(_HAN_DIGITS))
    return Day(year, _han_number(match["month"]), _han_number(match["day"])), None


def _minguo(match: Match) -> tuple[Day, None]:
    year = _REPUBLIC + (_han_number(match["year"]) or 0)
    month, day = (_han_number(_group(match, name) or _group(match, f"{name}2")) for name in ("month", "day"))
    return Day(year, month, day), None


def _english(match: Match) -> tuple[Day, Day | None]:
    year = int(match["year"] or match["year2"] or 0)
    month = _month_name(match["month"] or match["month2"] or "")
    day = _number(match, "day") or _number(match, "day2") or _number(match, "day3")
    last = Day(year, month, day)
    if match["from_month"]:
        return Day(year, _month_name(match["from_month"]), _number(match, "from_day")), last
    return last, None


_READINGS = {"numbers": _numbers, "han": _han, "minguo": _minguo, "english": _english}


def _group(match: Match, name: str) -> str | None:
    return match[name] if name in match.groups.re.groupindex else None


def _number(match: Match, name: str) -> int | None:
    printed = _group(match, name)
    return int(printed.replace(" ", "")) if printed else None


def _han_number(printed: str | None) -> int | None:
    """正月 is the first month."""
    return whole_number(printed.replace("正", "一")) if printed else None


def _month_name(printed: str) -> int:
    return _MONTHS.index(printed[:3].lower()) + 1
