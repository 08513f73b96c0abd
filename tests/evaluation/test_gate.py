"""The gate holds figures, is raised by better ones, and lowered only when told to; comparisons ask for the same gold."""

import json
from pathlib import Path
from typing import Any

import pytest

from extract.evaluation.against import differences
from extract.evaluation.evaluate import Evaluation
from extract.evaluation.gate import below, floors, raised
from extract.gold.marks import GoldError
from tests.evaluation.by_hand import judged, without

HERE = Path("baseline.json")


@pytest.fixture
def right(tmp_path: Path) -> dict[str, Any]:
    return Evaluation([judged(tmp_path)]).summary()


@pytest.fixture
def worse(tmp_path: Path) -> dict[str, Any]:
    return Evaluation([judged(tmp_path, mentions=without("patients", "七名"))]).summary()


def test_a_figure_below_its_floor_closes_the_gate(right: dict[str, Any], worse: dict[str, Any]) -> None:
    assert below(floors(right), right, HERE) == []
    assert below(floors(right), worse, HERE) == ["mentions.patients: 0.6667, floor 1.0000 less 0.01"]
    assert below(floors(worse), right, HERE) == []


def test_within_tolerance_the_gate_stays_open(right: dict[str, Any]) -> None:
    baseline = floors(right)
    right["fields"]["patients"]["value"]["f1"] = 0.991
    assert below(baseline, right, HERE) == []
    right["fields"]["patients"]["value"]["f1"] = 0.989
    assert len(below(baseline, right, HERE)) == 1


def test_raising_keeps_the_better_figure_and_lowering_takes_the_new(
    right: dict[str, Any], worse: dict[str, Any]
) -> None:
    assert raised(floors(right), worse, lower=False) == floors(right)
    assert raised(floors(worse), right, lower=False) == floors(right)
    assert raised(floors(right), worse, lower=True) == floors(worse)
    assert raised(None, worse, lower=False) == floors(worse)


def test_other_gold_has_other_floors(right: dict[str, Any]) -> None:
    baseline = floors(right) | {"digest": "other"}
    with pytest.raises(GoldError, match="other gold pages"):
        below(baseline, right, HERE)
    assert raised(baseline, right, lower=False) == floors(right)


def test_differences_between_two_evaluations(right: dict[str, Any], worse: dict[str, Any]) -> None:
    then = json.loads(json.dumps(worse))
    found = {one["name"]: one for one in differences(right, then)}
    assert (found["patients"]["then"], found["patients"]["now"]) == (0.6667, 1.0)
    assert found["patients"]["difference"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["records"]["difference"] == 0
    with pytest.raises(GoldError, match="same gold"):
        differences(right, then | {"digest": "other"})
