"""How long a study followed its people."""

import re
from collections.abc import Iterator
from typing import Literal

from extract.fields import longest
from extract.numerals import whole_number
from extract.rules import Match, RuleSet
from extract.schema import FollowUpValue, Mention
from extract.segment import Document

Unit = Literal["day", "week", "month", "year"]
_UNITS: tuple[tuple[str, Unit], ...] = (
    ("month", "month"),
    ("mo", "month"),
    ("月", "month"),
    ("week", "week"),
    ("周", "week"),
    ("星期", "week"),
    ("year", "year"),
    ("年", "year"),
    ("d", "day"),
    ("天", "day"),
    ("日", "day"),
)
# Nobody is followed longer; a larger number is a case number or a typing error.
_LONGEST_YEARS = 60
# A clause before the number is looked at as far as this (characters).
_CLAUSE = 40
# Where 12月 alone is December.
_NO_BARE_MONTHS = ("follow_up.before", "follow_up.kept", "follow_up.later")
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class FollowUpReader:
    def __init__(self, rules: RuleSet) -> None:
        self._interval = rules.words("follow_up/interval")
        self._until = rules.words("follow_up/until")
        self._advised = rules.words("follow_up/advised")
        self._then = rules.pattern("follow_up/then")

    def find(self, doc: Document) -> list[Mention]:
        """The lengths of follow-up of a document, each place once; of a range (6~24个月) the end is the value."""
        told = [match for match in doc.matches.get("follow_up", ()) if self._is_length(doc.text, match)]
        places: dict[tuple[int, int], Mention] = {}
        for match in longest(told):
            for mention in self._mentions(doc, match):
                places.setdefault((mention.start, mention.end), mention)
        return [places[place] for place in sorted(places)]

    def _is_length(self, text: str, match: Match) -> bool:
        if text.endswith(self._interval, 0, match.start) or self._is_advised(text, match):
            return False
        if match["unit"] != "月":
            return True
        # 12月 is December after 至, and wherever it is no number of 随访
        return match.rule.id not in _NO_BARE_MONTHS and match["link"] not in self._until

    def _is_advised(self, text: str, match: Match) -> bool:
        """至少应随访两年: no study did."""
        clause = text[max(match.start - _CLAUSE, 0) : match.start].rpartition("。")[2].rpartition(",")[2]
        return any(word in clause for word in self._advised)

    def _mentions(self, doc: Document, match: Match) -> Iterator[Mention]:
        value = _value(match.groups)
        if value:
            yield doc.mention("follow_up", match.start, match.end, value, match.rule)
        more = self._then.match(doc.text, match.end)
        value = _value(more) if more else None
        if more and value:
            yield doc.mention("follow_up", *more.span("span"), value, match.rule)


def _value(found: re.Match[str]) -> FollowUpValue | None:
    """The length; none where the number is no length of time (12 of 2012年 never comes here)."""
    printed = found["unit"].strip().lower()
    unit = next(unit for word, unit in _UNITS if word in printed)
    number = _number(found["last"].lower()) + (0.5 if printed.endswith("半") else 0.0)
    if unit == "year" and (printed.endswith("半") or found["last"] == "半"):
        number, unit = 12 * number, "month"
    if not 0 < number * _DAYS[unit] <= _LONGEST_YEARS * _DAYS["year"]:
        return None
    return FollowUpValue(number, unit)


def _number(printed: str) -> float:
    if printed == "半":
        return 0.5
    digits = printed.replace(" ", "")
    return float(digits) if digits[0].isascii() and digits[0].isdigit() else float(whole_number(digits))
