"""Two evaluations of the same gold, figure by figure."""

from typing import Any

import numpy as np

from extract.evaluation.facts import JUDGED
from extract.evaluation.scores import resampled_f1
from extract.gold.marks import GoldError


def differences(now: dict[str, Any], then: dict[str, Any]) -> list[dict[str, Any]]:
    """For each field's value score and for facts in records: F1 then and now, their difference, and its 95 % interval
    (both sides on the same draws of articles). Raises GoldError where the gold is not the same."""
    if "by_article" not in then or now["digest"] != then.get("digest"):
        raise GoldError(
            "--against needs a --json file of an evaluation of the same gold pages; evaluate both versions on it"
        )
    return [_difference(name, now["by_article"], then["by_article"]) for name in (*JUDGED, "records")]


def _difference(name: str, now: dict[str, Any], then: dict[str, Any]) -> dict[str, Any]:
    one, other = (np.array([side[article][name] for article in sorted(now)]) for side in (now, then))
    drawn = resampled_f1(one) - resampled_f1(other)
    low, high = np.percentile(drawn[~np.isnan(drawn)], (2.5, 97.5)) if len(drawn[~np.isnan(drawn)]) else (0.0, 0.0)
    before, after = _f1(other), _f1(one)
    return {
        "name": name,
        "then": before,
        "now": after,
        "difference": round(after - before, 4),
        "ci": [round(float(low), 4), round(float(high), 4)],
    }


def _f1(counts: Any) -> float:
    right, false, missed = counts.sum(axis=0)
    return round(2 * right / (2 * right + false + missed), 4) if right + false + missed else 1.0
