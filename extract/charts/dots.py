"""Dots in a square of shares: both axes run from nothing to a share of one."""

import msgspec

from extract.charts.frame import Frame, Tick

_FRAME = Frame(width=380, height=310, left=40, right=12, top=12, bottom=34)


class Dot(msgspec.Struct, frozen=True):
    """`told` are the figures that the dot stands for."""

    x: float
    y: float
    radius: float
    told: dict[str, float]


class Dots(msgspec.Struct, frozen=True):
    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]
    frame: Frame = _FRAME

    @property
    def line(self) -> str:
        """The points of a polyline that joins the dots."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def dots(points: list[tuple[float, float, float, dict[str, float]]], top: float = 1.0) -> Dots:
    """Points are (share across, share up, radius, figures); the upright axis ends at the share `top`."""
    drawn = [Dot(_FRAME.across(x), _FRAME.up(y / top), radius, told) for x, y, radius, told in points]
    across = [Tick(f"{part / 4:.0%}", _FRAME.across(part / 4)) for part in range(5)]
    up = [Tick(f"{top * part / 2:.0%}", _FRAME.up(part / 2)) for part in range(3)]
    return Dots(drawn, across, up)
