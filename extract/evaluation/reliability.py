"""Whether confidences can be taken at their word: how far they are from the shares right, and what they sort out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Confidences = NDArray[np.float64]
Rights = NDArray[np.bool_]

_BINS = 10
_EDGES = np.arange(1, _BINS) / _BINS
# Shares of the mentions, the surest first, at which the risk is told.
_COVERAGES = np.arange(1, 21) / 20


def reliability(confidences: Confidences, rights: Rights) -> dict[str, Any]:
    """Of mentions with their confidence and whether they are right: `ece`, the expected calibration error; its `bins`;
    `risk`, how many of the surest are wrong. Of no mentions ece is None and the lists are empty.

    The error is the mean over all mentions of how far, in their bin, the mean confidence is from the share right (ten
    bins of equal width, closed above; Naeini, Cooper and Hauskrecht, AAAI 2015).
    """
    bins = _bins(confidences, rights)
    apart = sum(one["mentions"] * abs(one["confidence"] - one["right"]) for one in bins)
    return {
        "mentions": len(rights),
        "ece": round(apart / len(rights), 4) if len(rights) else None,
        "bins": [{name: round(value, 4) for name, value in one.items()} for one in bins],
        "risk": _risk(confidences, rights),
    }


def _bins(confidences: Confidences, rights: Rights) -> list[dict[str, float]]:
    """The bins that hold mentions: upper edge, mean confidence, share right, number of mentions."""
    numbers = np.searchsorted(_EDGES, confidences, side="left")
    chosen = [(number, numbers == number) for number in range(_BINS)]
    return [
        {
            "to": (number + 1) / _BINS,
            "confidence": float(confidences[those].mean()),
            "right": float(rights[those].mean()),
            "mentions": int(those.sum()),
        }
        for number, those in chosen
        if those.any()
    ]


def _risk(confidences: Confidences, rights: Rights) -> list[dict[str, float]]:
    """The risk-coverage curve (Geifman and El-Yaniv, NeurIPS 2017): the share wrong among the surest `coverage` of the
    mentions. Of mentions equally sure any may come first, so they count with the share wrong among them."""
    if not len(rights):
        return []
    sure, group = np.unique(-confidences, return_inverse=True)
    taken = np.cumsum(np.bincount(group, minlength=len(sure)))
    wrong = np.cumsum(np.bincount(group, weights=~rights, minlength=len(sure)))
    first = _COVERAGES * len(rights)
    among = np.interp(first, [0, *taken], [0, *wrong]) / first
    return [
        {"coverage": round(float(share), 2), "wrong": round(float(one), 4)}
        for share, one in zip(_COVERAGES, among, strict=True)
    ]
