"""Whether a name is only a piece of a longer one that another field found, as `stem cells` is of a journal's name."""

from bisect import bisect_right
from collections.abc import Iterable

from extract.rules import Match


class Cover:
    """The spans of some matches, asked whether one of them holds a given span and more."""

    __slots__ = ("_reached", "_starts")

    def __init__(self, matches: Iterable[Match]) -> None:
        spans = sorted((match.start, match.end) for match in matches)
        self._starts = [start for start, _ in spans]
        self._reached: list[tuple[int, int]] = []
        furthest = (0, 0)
        for start, end in spans:
            furthest = max(furthest, (end, -start))
            self._reached.append(furthest)

    def holds(self, start: int, end: int) -> bool:
        """Whether a longer match holds the span."""
        at = bisect_right(self._starts, start)
        if not at:
            return False
        last, first = self._reached[at - 1]
        return last >= end and last + first > end - start
