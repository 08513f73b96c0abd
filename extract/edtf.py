"""EDTF dates as calendar days.

The format is ISO 8601-2 (EDTF levels 0 and 1, https://www.loc.gov/standards/datetime/): `2020`, `2020-03`,
`2020-03-05`, intervals `2020-01/2021-06` and `../2019-04`, seasons and quarters `2020-21` `2020-33`, unknown
digits `201X`, and the marks of doubt ? ~ %. Own code: the known parser brings a grammar of pyparsing and three more
packages for what is a table and a pattern here.
"""

import re
from calendar import monthrange
from functools import lru_cache

_DATE = re.compile(r"(\d{2}(?:\d{2}|\dX|XX))(?:-(\d\d|XX))?(?:-(\d\d|XX))?[?~%]?")
# First and last month of the divisions of a year: spring to winter (from December), quarters, thirds, halves.
_DIVISIONS = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)},
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}


@lru_cache(1_000)
def days(value: str) -> tuple[str, str]:
    """First and last day (`2020-03-01`, `2020-03-31`) of an EDTF value; "" where it is open, or no EDTF date."""
    first, slash, last = value.partition("/")
    return _days_of_date(first)[0], _days_of_date(last if slash else first)[1]


def _days_of_date(value: str) -> tuple[str, str]:
    found = _DATE.fullmatch(value)
    if not found:
        return "", ""
    years = int(found[1].replace("X", "0")), int(found[1].replace("X", "9"))
    if found[2] in (None, "XX"):
        return f"{years[0]:04d}-01-01", f"{years[1]:04d}-12-31"
    month = int(found[2])
    first_month, last_month = _DIVISIONS.get(month, (month, month))
    if not 1 <= first_month <= 12:
        return "", ""
    last_year, last_month = years[1] + (last_month - 1) // 12, (last_month - 1) % 12 + 1
    last_day = monthrange(last_year, last_month)[1]
    if found[3] in (None, "XX"):
        return f"{years[0]:04d}-{first_month:02d}-01", f"{last_year:04d}-{last_month:02d}-{last_day:02d}"
    if month > 12 or not 1 <= int(found[3]) <= last_day:
        return "", ""
    return f"{years[0]:04d}-{month:02d}-{found[3]}", f"{years[1]:04d}-{month:02d}-{found[3]}"
