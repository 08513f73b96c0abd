"""Columns of counts: by year, by shares from 0 to 1, and small ones to stand among words."""

from collections import Counter
from collections.abc import Sequence
from math import log10

import msgspec

from extract.charts.frame import Frame, Tick

_FRAME = Frame(width=560, height=190, left=34, right=4, top=16, bottom=24)
_MOST_COLUMNS = 32
# Widths of a year below a column, and of a digit over it, in units of the drawing.
_LABEL_WIDTH = 44
_DIGIT_WIDTH = 7


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


class Columns(msgspec.Struct, frozen=True):
    columns: list[Column]
    up: list[Tick]
    frame: Frame = _FRAME


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
    step = (_FRAME.end - _FRAME.left) / max(len(bins), 8)
    every = -(-_LABEL_WIDTH // step)
    labelled = len(bins) - 1 if isinstance(counts, Counter) else 0
    drawn = []
    for place, (label, count) in enumerate(bins):
        y = _FRAME.up(count / top)
        drawn.append(
            Column(
                label=label,
                count=count,
                x=round(_FRAME.left + step * place + step * 0.14, 1),
                y=y,
                width=round(step * 0.72, 1),
                height=round(_FRAME.floor - y, 1),
                shows_label=(place - labelled) % every == 0,
                shows_count=count > 0 and step >= _DIGIT_WIDTH * len(f"{top:,}"),
            )
        )
    return Columns(drawn, [Tick(f"{top * part // 2:,}", _FRAME.up(part / 2)) for part in range(3)])


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
