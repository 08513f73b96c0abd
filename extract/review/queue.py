"""Doubtful facts first: how doubtful a fact is, and an article."""

from collections.abc import Iterable, Sequence

from extract.schema import Level

# What is left of a confidence where a flag rests on the fact.
_KEPT: dict[Level, float] = {"info": 0.9, "warning": 0.6, "error": 0.3}
DOUBTFUL = 0.25
"""From this doubt on a fact is among those that the bar counts as doubtful."""
_MOST_DOUBTFUL = 3
_DECIMALS = 3


def doubt(confidence: float, levels: Sequence[Level]) -> float:
    """How likely a fact is wrong (0 to 1), from its calibrated confidence and the levels of the flags that rest on
    it. The confidence is a share right; what flags take from it orders the queue and is no probability."""
    kept = confidence
    for level in levels:
        kept *= _KEPT[level]
    return round(1 - kept, _DECIMALS)


def doubt_of_article(doubts: Iterable[float]) -> float:
    """The mean of the three greatest doubts of facts that wait for a decision: a long article comes no earlier than a
    short one for its length."""
    most = sorted(doubts, reverse=True)[:_MOST_DOUBTFUL]
    return round(sum(most) / _MOST_DOUBTFUL, _DECIMALS)
