"""When a page was published: a printed date as EDTF (ISO 8601-2), as precise as it is printed."""

import re

from extract.numerals import whole_number

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_MINGUO = re.compile(r"民[國国] ?(\d{2,3}) ?[年./-] ?(\d{1,2})(?: ?[月./-] ?(\d{1,2}))?(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)((?:19|20)\d\d) ?[-/.年] ?(\d{1,2})(?: ?[-/.月] ?(\d{1,2})(?!\d)|(?![\d:]| ?[-~至]))")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_HAN = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?"
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_MONTH_FIRST = re.compile(rf"{_MONTH} {{0,3}}(\d{{1,2}})(?:st|nd|rd|th)?,? {{0,3}}((?:19|20)\d\d)", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? {{0,3}}{_MONTH},? {{0,3}}((?:19|20)\d\d)", re.IGNORECASE)
_TWO_DIGIT_YEAR = re.compile(r"(?<![\d./-])(\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?![\d./-])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／－．（）　", "0123456789:/-.() ")
_FRAGMENT = re.compile(r"[ \d年月日号/.,-]{1,12}|[A-Za-z]{3,9}\.?")


def edtf(text: str) -> str | None:
    """The first calendar date in `text`, with at least a year and a month.

    None for relative dates and those without a year. Years of two digits are read as 20xx in the order year,
    month, day, as Chinese sites print them; years of the Republic (民國113年) are counted from 1911.
    """
    text = text[:200].translate(_FULL_WIDTH)
    if found := _MINGUO.search(text):
        return _date(int(found[1]) + 1911, found[2], found[3])
    if found := _NUMBERS.search(text) or _COMPACT.search(text):
        return _date(int(found[1]), found[2], found[3])
    if found := _HAN.search(text):
        year = int(found[1].translate(_HAN_DIGITS))
        return _date(year, whole_number(found[2]), whole_number(found[3]) if found[3] else None)
    if found := _MONTH_FIRST.search(text):
        return _date(int(found[3]), _MONTHS[found[1].lower()], found[2])
    if found := _DAY_FIRST.search(text):
        return _date(int(found[3]), _MONTHS[found[2].lower()], found[1])
    if found := _TWO_DIGIT_YEAR.search(text):
        return _date(2000 + int(found[1]), found[3], found[4])
    return None


def edtf_of_fragments(texts: list[str]) -> str | None:
    """A date that a page splits over two to four elements: 06 above 2024-08, or 2024 beside 08-06."""
    if not 2 <= len(texts) <= 4 or not all(map(_FRAGMENT.fullmatch, texts)):
        return None
    numbers = [number for text in texts for number in re.findall(r"\d{1,4}", text)]
    named = [_MONTHS[text[:3].lower()] for text in texts if text[:3].lower() in _MONTHS]
    years = [number for number in numbers if len(number) == 4 and number.startswith(("19", "20"))]
    if len(years) != 1:
        return None
    with_year = next(text for text in texts if years[0] in text)
    beside_year = [number for number in re.findall(r"\d{1,4}", with_year) if number != years[0]]
    others = [number for text in texts if text is not with_year for number in re.findall(r"\d{1,4}", text)]
    # The month stands beside the year, or first of the rest: 06 above 2024-08, 2024 beside 08-06.
    rest = [*map(str, named), *beside_year, *others]
    return _date(int(years[0]), rest[0], rest[1] if len(rest) > 1 else None) if 1 <= len(rest) <= 2 else None


def _date(year: int, month: str | int, day: str | int | None) -> str | None:
    month, day = int(month), int(day or 0)
    if not (1980 <= year <= 2099 and 1 <= month <= 12 and day <= 31):
        return None
    return f"{year}-{month:02d}-{day:02d}" if day else f"{year}-{month:02d}"
