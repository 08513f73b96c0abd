"""Precision, recall and F1 from counts, with bootstrap intervals over articles."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
"""One row an article: (right, false, missed)."""

_SAMPLES = 2000
_SEED = 20240229
_INTERVAL = (2.5, 97.5)  # per cent


def score(counts: Counts) -> dict[str, Any]:
    """Counts and scores over all articles. `ci` is the 95 % interval of F1: articles drawn with replacement (Efron's
    percentile bootstrap). A score of nothing to find and nothing found is None."""
    right, false, missed = (int(one) for one in counts.sum(axis=0))
    return {
        "right": right,
        "false": false,
        "missed": missed,
        "precision": _share(right, right + false),
        "recall": _share(right, right + missed),
        "f1": _share(2 * right, 2 * right + false + missed),
        "ci": _interval(resampled_f1(counts)),
    }


def macro(counts: list[Counts]) -> dict[str, Any]:
    """The mean F1 of several fields, those without facts left out."""
    some = [one for one in counts if one.any()]
    if not some:
        return {"f1": None, "ci": None}
    mean = sum(score(one)["f1"] for one in some) / len(some)
    return {"f1": round(mean, 4), "ci": _interval(np.nanmean([resampled_f1(one) for one in some], axis=0))}


def share(counts: Counts) -> dict[str, Any]:
    """A share (hits of a whole; the columns of `counts` are hits and whole) with its interval."""
    hits, whole = (int(one) for one in counts.sum(axis=0))
    samples = counts[_draws(len(counts))].sum(axis=1)
    with np.errstate(invalid="ignore"):
        return {"hits": hits, "of": whole, "share": _share(hits, whole), "ci": _interval(samples[:, 0] / samples[:, 1])}


def resampled_f1(counts: Counts) -> NDArray[np.float64]:
    samples = counts[_draws(len(counts))].sum(axis=1)
    with np.errstate(invalid="ignore"):
        f1: NDArray[np.float64] = 2 * samples[:, 0] / (2 * samples[:, 0] + samples[:, 1] + samples[:, 2])
    return f1


def _draws(articles: int) -> NDArray[np.int64]:
    """The same draws for every field and measure of a corpus, so that differences are paired."""
    return np.random.default_rng(_SEED).integers(0, articles, (_SAMPLES, articles))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _interval(samples: NDArray[np.float64]) -> list[float] | None:
    known = samples[~np.isnan(samples)]
    return [round(float(one), 4) for one in np.percentile(known, _INTERVAL)] if len(known) else None
