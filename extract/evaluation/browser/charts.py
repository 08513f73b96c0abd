"""Two drawings of how far confidences can be trusted."""

from math import sqrt

from extract.charts import Dots, dots

_LARGEST_DOT, _SMALLEST_DOT = 13.0, 2.5
# Tops of the scale of shares wrong, each with a round half.
_TOPS = (0.02, 0.04, 0.1, 0.2, 0.4, 1.0)


def trust_chart(bins: list[dict[str, float]]) -> Dots:
    """The reliability diagram: a dot a bin, the share right over the mean confidence, its area as the mentions in it.
    On the diagonal a confidence says what it is worth."""
    most = max((one["mentions"] for one in bins), default=1)
    radii = [round(max(_LARGEST_DOT * sqrt(one["mentions"] / most), _SMALLEST_DOT), 1) for one in bins]
    return dots([(one["confidence"], one["right"], radius, one) for one, radius in zip(bins, radii, strict=True)])


def risk_chart(risk: list[dict[str, float]]) -> Dots:
    """The risk-coverage curve: the share wrong among the surest mentions, over how many of them are taken."""
    worst = max((one["wrong"] for one in risk), default=0.0)
    top = next(one for one in _TOPS if one >= worst)
    return dots([(one["coverage"], one["wrong"], _SMALLEST_DOT, one) for one in risk], top)
