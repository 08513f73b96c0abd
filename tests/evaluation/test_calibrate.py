"""Curves against counts by hand: shares with one right and one wrong added (Laplace), steps large and rising."""

from pathlib import Path

import numpy as np
import pytest

from extract.evaluation.calibrate import calibrate, curve
from extract.evaluation.evaluate import Evaluation
from extract.schema import PatientsValue
from tests.evaluation.by_hand import instead, judged, mention


def of(*groups: tuple[float, int, int]) -> list[tuple[float, float]]:
    """The curve of groups of mentions: (raw confidence, right, mentions in all)."""
    pairs = [(raw, at < right) for raw, right, all_ in groups for at in range(all_)]
    return curve(np.array([raw for raw, _ in pairs], float), np.array([right for _, right in pairs], bool))


@pytest.mark.parametrize(
    ("groups", "points"),
    [
        # 21 of 52 and 91 of 102
        ([(0.5, 20, 50), (0.9, 90, 100)], [(0.5, 0.4038), (0.9, 0.8922)]),
        # the surer ones are right less often: one step, 71 of 102
        ([(0.5, 40, 50), (0.9, 30, 50)], [(0.5, 0.6961), (0.9, 0.6961)]),
        # ten are too few: they join the step above, 26 of 62
        ([(0.3, 0, 10), (0.5, 25, 50), (0.9, 90, 100)], [(0.3, 0.4194), (0.5, 0.4194), (0.9, 0.8922)]),
        # a small step joins the neighbour whose share is nearer: 12 of 12 are nearer to 90 of 100 than to 10 of 50
        ([(0.3, 10, 50), (0.5, 10, 12), (0.9, 90, 100)], [(0.3, 0.2115), (0.5, 0.886), (0.9, 0.886)]),
        # thirty of thirty are smoothed below 990 of 1,000: one step, 1,021 of 1,032
        ([(0.5, 990, 1000), (0.9, 30, 30)], [(0.5, 0.9893), (0.9, 0.9893)]),
        # never sure, never hopeless: 301 of 302 and 1 of 62
        ([(0.9, 300, 300)], [(0.9, 0.995)]),
        ([(0.9, 0, 60)], [(0.9, 0.02)]),
    ],
)
def test_curves(groups: list[tuple[float, int, int]], points: list[tuple[float, float]]) -> None:
    assert of(*groups) == points


def test_fields_with_few_mentions_share_the_curve_of_all(tmp_path: Path) -> None:
    """Twenty articles with three institutions each, all right (61 of 62); of all 180 mentions 160 are right."""
    one = judged(tmp_path, mentions=instead("52例", mention("patients", "52例", PatientsValue(25))))
    kept = calibrate(Evaluation([one] * 20))
    assert kept.mentions["institution"] == 60
    assert kept.curves["institution"] == [(0.9, 0.9839)]
    for field in ("date", "patients", "title"):
        assert kept.curves[field] == [(0.9, 0.8846)]
    assert set(kept.curves) == set(kept.mentions)
    assert "design" not in kept.curves


def test_of_few_mentions_in_all_there_is_no_curve(tmp_path: Path) -> None:
    assert calibrate(Evaluation([judged(tmp_path)])).curves == {}
