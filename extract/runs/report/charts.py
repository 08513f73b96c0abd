"""Bars, columns and strips of columns with their places, for the template to draw as SVG.

Own code: what draws self-contained SVG brings either a plotting stack or a look and labels in one language only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log10

import msgspec

WIDTH, HEIGHT = 560, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 4, 16, 24
_MOST_COLUMNS = 32
_MOST_BARS = 12
# Widths of a year below a column, and of a digit over it, in units of the drawing.
_LABEL_WIDTH = 44
_DIGIT_WIDTH = 7


class Bar(msgspec.Struct, frozen=True):
    """`share` is that of the longest bar, in percent."""

    name: str
    count: int
    share: float


class Column(msgspec.Struct, frozen=True):
    label: str
    count: int
    x: float
    y: float
    width: float
    height: float
    shows_label: bool
    shows_count: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


class Line(msgspec.Struct, frozen=True):
    count: int
    y: float


class Columns(msgspec.Struct, frozen=True):
    columns: list[Column]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    floor: int = HEIGHT - _BOTTOM


def bars(counts: Mapping[str, int]) -> list[Bar]:
    """The dozen highest counts, falling; equal ones by name, so that the same run gives the same page."""
    chosen = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_BARS]
    return [Bar(name, count, round(100 * count / chosen[0][1], 1)) for name, count in chosen if count]


def strip(counts: Sequence[int]) -> list[Column]:
    """Columns side by side in a field of 100 × 20, for a place among words. What is there is never invisible."""
    top, width = max(counts, default=0) or 1, 100 / max(len(counts), 1)
    drawn = []
    for place, (label, count) in enumerate(_by_share(counts)):
        height = max(round(20 * count / top, 1), 1.0) if count else 0.0
        x = round(width * place, 1)
        drawn.append(Column(label, count, x, 20 - height, round(width * 0.8, 1), height, False, False))
    return drawn


def columns(counts: Counter[int] | Sequence[int]) -> Columns:
    """Columns of counts by year (the years between without gaps), or of a sequence of shares from 0 to 1."""
    bins = _by_year(counts) if isinstance(counts, Counter) else _by_share(counts)
    top = _round_above(max((count for _, count in bins), default=1) or 1)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(bins), 8)
    every = -(-_LABEL_WIDTH // step)
    labelled = len(bins) - 1 if isinstance(counts, Counter) else 0
    drawn = []
    for place, (label, count) in enumerate(bins):
        height = round((HEIGHT - _TOP - _BOTTOM) * count / top, 1)
        drawn.append(
            Column(
                label=label,
                count=count,
                x=round(_LEFT + step * place + step * 0.14, 1),
                y=round(HEIGHT - _BOTTOM - height, 1),
                width=round(step * 0.72, 1),
                height=height,
                shows_label=(place - labelled) % every == 0,
                shows_count=count > 0 and step >= _DIGIT_WIDTH * len(f"{top:,}"),
            )
        )
    return Columns(drawn, _lines(top))


def _by_year(counts: Counter[int]) -> list[tuple[str, int]]:
    if not counts:
        return []
    first = max(min(counts), max(counts) - _MOST_COLUMNS + 1)
    earlier = sum(count for year, count in counts.items() if year < first)
    years = [(str(year), counts[year]) for year in range(first, max(counts) + 1)]
    return [(f"<{first}", earlier), *years] if earlier else years


def _by_share(counts: Sequence[int]) -> list[tuple[str, int]]:
    return [(f"{place / len(counts):.2f}", count) for place, count in enumerate(counts)]


def _round_above(number: int) -> int:
    """The next round number that is not below and has a whole half, for the line in the middle."""
    power: int = 10 ** int(log10(number))
    above = (tenths * power // 10 for tenths in (10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100))
    return next(top for top in above if top >= number and top % 2 == 0)


def _lines(top: int) -> list[Line]:
    height = HEIGHT - _TOP - _BOTTOM
    return [Line(top * part // 2, round(HEIGHT - _BOTTOM - height * part / 2, 1)) for part in (0, 1, 2)]
