"""The highest counts as bars."""

from collections.abc import Mapping

import msgspec

_MOST_BARS = 12


class Bar(msgspec.Struct, frozen=True):
    """`share` is that of the longest bar, in percent."""

    name: str
    count: int
    share: float


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """The dozen highest counts, falling; equal ones by name, so that the same run gives the same page."""
    chosen = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_BARS]
    return [Bar(name, count, round(100 * count / chosen[0][1], 1)) for name, count in chosen if count]
