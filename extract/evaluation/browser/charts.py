"""Places for two drawings of how far confidences can be trusted; the template draws them as SVG."""

from math import sqrt

import msgspec

WIDTH, HEIGHT = 380, 310
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 12, 12, 34
_LARGEST_DOT, _SMALLEST_DOT = 13.0, 2.5
# Tops of the scale of shares wrong, each with a round half.
_TOPS = (0.02, 0.04, 0.1, 0.2, 0.4, 1.0)


class Tick(msgspec.Struct, frozen=True):
    """A place on an axis and what stands there, in per cent."""

    label: str
    at: float


class Dot(msgspec.Struct, frozen=True):
    x: float
    y: float
    radius: float
    told: dict[str, float]


class Chart(msgspec.Struct, frozen=True):
    """`dots` at their places; each tells the figures that it stands for. `line` joins them."""

    dots: list[Dot]
    across: list[Tick]
    up: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    floor: int = HEIGHT - _BOTTOM

    @property
    def line(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def trust_chart(bins: list[dict[str, float]]) -> Chart:
    """The reliability diagram: a dot a bin, the share right over the mean confidence, its area as the mentions in it.
    On the diagonal a confidence says what it is worth."""
    most = max((one["mentions"] for one in bins), default=1)
    dots = [
        Dot(
            _across(one["confidence"]),
            _up(one["right"]),
            round(max(_LARGEST_DOT * sqrt(one["mentions"] / most), _SMALLEST_DOT), 1),
            one,
        )
        for one in bins
    ]
    return Chart(dots, _ticks_across(), _ticks_up(1.0))


def risk_chart(risk: list[dict[str, float]]) -> Chart:
    """The risk-coverage curve: the share wrong among the surest mentions, over how many of them are taken."""
    worst = max((one["wrong"] for one in risk), default=0.0)
    top = next(one for one in _TOPS if one >= worst)
    dots = [Dot(_across(one["coverage"]), _up(one["wrong"] / top), _SMALLEST_DOT, one) for one in risk]
    return Chart(dots, _ticks_across(), _ticks_up(top))


def _across(share: float) -> float:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * share, 1)


def _up(share: float) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share, 1)


def _ticks_across() -> list[Tick]:
    return [Tick(f"{part / 4:.0%}", _across(part / 4)) for part in range(5)]


def _ticks_up(top: float) -> list[Tick]:
    return [Tick(f"{top * part / 2:.0%}", _up(part / 2)) for part in range(3)]
