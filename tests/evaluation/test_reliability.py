"""Calibration error, bins and risk against counts by hand."""

from pathlib import Path

import numpy as np
import pytest

from extract.evaluation.evaluate import Evaluation
from extract.evaluation.reliability import reliability
from extract.schema import InstitutionValue, PatientsValue
from tests.evaluation.by_hand import instead, judged, mention


def told(*groups: tuple[float, int, int]) -> dict[str, object]:
    """The reliability of groups of mentions: (confidence, right, wrong)."""
    pairs = [(sure, right) for sure, rights, wrongs in groups for right in [True] * rights + [False] * wrongs]
    return reliability(np.array([sure for sure, _ in pairs], float), np.array([right for _, right in pairs], bool))


def test_the_error_is_the_mean_distance_of_the_bins() -> None:
    """(0.5, 0.6]: 0.55 said, 1 of 2 right, 0.05 apart. (0.9, 1]: 0.95 said, 3 of 4 right, 0.2 apart."""
    found = told((0.95, 3, 1), (0.55, 1, 1))
    assert found["ece"] == pytest.approx((2 * 0.05 + 4 * 0.2) / 6, abs=1e-4)
    assert found["bins"] == [
        {"to": 0.6, "confidence": 0.55, "right": 0.5, "mentions": 2},
        {"to": 1.0, "confidence": 0.95, "right": 0.75, "mentions": 4},
    ]


def test_mentions_of_one_bin_even_out() -> None:
    assert told((0.92, 1, 0), (0.98, 18, 1))["ece"] == pytest.approx(abs((0.92 + 19 * 0.98) / 20 - 0.95), abs=1e-4)


def test_bins_are_closed_above() -> None:
    edges = [0.0, 0.1, 0.3, 0.6, 0.7, 0.9, 0.95, 1.0]
    bins = told(*((edge, 1, 0) for edge in edges))["bins"]
    assert [(one["to"], one["mentions"]) for one in bins] == [  # type: ignore[attr-defined]
        (0.1, 2), (0.3, 1), (0.6, 1), (0.7, 1), (0.9, 1), (1.0, 2),
    ]  # fmt: skip


def test_risk_among_the_surest() -> None:
    """The two surest hold one wrong, the two others are wrong both; equally sure ones count with their mean."""
    risk = {one["coverage"]: one["wrong"] for one in told((0.9, 1, 1), (0.5, 0, 2))["risk"]}  # type: ignore[attr-defined]
    assert len(risk) == 20
    assert [risk[share] for share in (0.25, 0.5, 0.75, 1.0)] == [0.5, 0.5, 0.6667, 0.75]


def test_of_nothing_nothing_is_told() -> None:
    assert told() == {"mentions": 0, "ece": None, "bins": [], "risk": []}


def test_summary_tells_it_of_six_fields_together_and_of_each(tmp_path: Path) -> None:
    """Nine mentions said with 0.9, of which one has a wrong value: 8 of 9 right; a title counts in its own field only."""
    spoilt = [
        *instead("52例", mention("patients", "52例", PatientsValue(25))),
        mention("institution", "读者", InstitutionValue("读者", "other")),
    ]
    summary = Evaluation([judged(tmp_path, mentions=spoilt)]).summary()["reliability"]
    assert (summary["mentions"], summary["ece"]) == (10, 0.1)
    assert summary["fields"]["patients"]["ece"] == pytest.approx(0.4)
    assert summary["fields"]["institution"]["ece"] == pytest.approx(0.15)
    assert summary["fields"]["date"]["ece"] == pytest.approx(0.1)
    assert summary["fields"]["title"]["ece"] is None
