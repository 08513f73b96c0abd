"""`studyfacts evaluate` as a user calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.calibration import Calibration
from extract.cli import main
from tests.evaluation.by_hand import PAGE, gold_article


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    gold_article(folder, PAGE)
    return folder


def test_tables_and_json(gold: Path) -> None:
    shown = CliRunner().invoke(main, ["evaluate", str(gold)])
    assert shown.exit_code == 0
    assert "institution" in shown.output
    told = CliRunner().invoke(main, ["evaluate", str(gold), "--json"])
    summary = json.loads(told.output)
    assert (summary["articles"], summary["facts"]) == (1, 9)


def test_the_gate_closes_with_status_3_and_opens_again(gold: Path, tmp_path: Path) -> None:
    gate = tmp_path / "baseline.json"
    assert "missing" in CliRunner().invoke(main, ["evaluate", str(gold), "--gate", str(gate)]).output
    assert CliRunner().invoke(main, ["evaluate", str(gold), "--gate", str(gate), "--raise"]).exit_code == 0
    assert CliRunner().invoke(main, ["evaluate", str(gold), "--gate", str(gate)]).exit_code == 0
    baseline = json.loads(gate.read_text("utf-8"))
    baseline["figures"]["mentions.date"]["f1"] = 1.5
    gate.write_text(json.dumps(baseline), "utf-8")
    closed = CliRunner().invoke(main, ["evaluate", str(gold), "--gate", str(gate)])
    assert closed.exit_code == 3
    assert "below the gate: mentions.date" in closed.output


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<p><mark data-field='journal'>甲</p>", "never closed"),
        ("<p><mark data-field='when'>甲</mark></p>", "unknown field"),
    ],
)
def test_bad_gold_is_told_in_one_line(tmp_path: Path, page: str, message: str) -> None:
    (tmp_path / "bad.html").write_text(page, "utf-8")
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path)])
    assert result.exit_code == 2
    assert len(result.output.strip().split("\n")) == 1
    assert "bad.html" in result.output
    assert message in result.output


def test_a_comparison_of_two_runs(gold: Path, tmp_path: Path) -> None:
    told = CliRunner().invoke(main, ["evaluate", str(gold), "--json"])
    (tmp_path / "then.json").write_text(told.output, "utf-8")
    result = CliRunner().invoke(main, ["evaluate", str(gold), "--against", str(tmp_path / "then.json")])
    assert result.exit_code == 0
    assert "+0.000" in result.output


def test_calibrating_on_several_folders_writes_a_file_that_evaluating_takes(gold: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    for number in range(9):
        gold_article(more, PAGE, f"b{number}")
    path = tmp_path / "calibration.json"
    command = ["evaluate", str(gold), str(more)]
    raw = json.loads(CliRunner().invoke(main, [*command, "--calibrate", str(path), "--json"]).output)
    assert raw["articles"] == 10
    assert Calibration.load(path).confidence("date", 0.9) == pytest.approx(0.98, abs=0.02)
    again = json.loads(
        CliRunner().invoke(main, [*command, "--calibration", "none", "--model", "none", "--json"]).output
    )
    assert raw["reliability"] == again["reliability"]
    calibrated = json.loads(CliRunner().invoke(main, [*command, "--calibration", str(path), "--json"]).output)
    assert calibrated["reliability"]["ece"] < raw["reliability"]["ece"]
    assert "expected calibration error: six fields 0." in CliRunner().invoke(main, command).output


def test_a_page_counts_once(gold: Path) -> None:
    result = CliRunner().invoke(main, ["evaluate", str(gold), str(gold)])
    assert result.exit_code == 2
    assert "two gold pages are called a" in result.output
