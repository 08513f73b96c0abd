"""Confidences along a curve, counted by hand; files that are no calibration; what an extractor makes of it."""

from pathlib import Path

import pytest

from extract.calibration import SHIPPED, Calibration, Kept
from extract.extractor import Extractor

TEXT = "2020年3月,苏州大学附属第一医院报告52例患者输注脐带间充质干细胞,疼痛评分下降(P<0.01)。"
CALIBRATION = Calibration({"date": [(0.5, 0.4), (0.9, 0.8)], "dose": [(0.7, 0.9)]})


@pytest.mark.parametrize(
    ("raw", "share"), [(0.1, 0.4), (0.5, 0.4), (0.7, 0.6), (0.8, 0.7), (0.9, 0.8), (0.97, 0.8), (0.7123, 0.612)]
)
def test_linear_between_points_and_level_beyond(raw: float, share: float) -> None:
    assert CALIBRATION.confidence("date", raw) == share


def test_one_point_says_one_share() -> None:
    assert [CALIBRATION.confidence("dose", raw) for raw in (0.2, 0.7, 0.95)] == [0.9, 0.9, 0.9]


def test_a_field_without_points_keeps_the_raw_value() -> None:
    assert CALIBRATION.confidence("design", 0.123456) == 0.123456


@pytest.mark.parametrize(
    "curve", [[], [(0.5, 0.4), (0.5, 0.6)], [(0.9, 0.4), (0.5, 0.6)], [(0.5, 0.6), (0.9, 0.4)], [(0.5, 1.2)]]
)
def test_points_that_are_no_curve_are_refused(curve: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match=r"^date: "):
        Calibration({"date": curve})


@pytest.mark.parametrize(
    "content", ["", "[]", '{"curves": {"date": [[0.5, 0.4]]}}', '{"gold": "", "mentions": {}, "curves": {"date": []}}']
)
def test_a_file_that_is_no_calibration_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"other\.json is no calibration"):
        Calibration.load(path)


def test_a_file_is_read_as_written_a_field_a_line(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    Kept("0" * 64, {"date": 70, "dose": 61}, {"date": [(0.5, 0.4), (0.9, 0.8)], "dose": [(0.7, 0.9)]}).write(path)
    assert '  "date": [[0.5, 0.4], [0.9, 0.8]],\n' in path.read_text("utf-8")
    assert Calibration.load(path).confidence("date", 0.7) == 0.6
    assert Calibration.load(path).digest == CALIBRATION.digest
    assert Calibration.load().digest != CALIBRATION.digest


def test_an_extractor_calibrates_every_mention_once_and_records_take_it_over(tmp_path: Path) -> None:
    shipped = Calibration.load(SHIPPED)
    raw, calibrated = Extractor(model=None, calibration=None).extract(TEXT), Extractor(model=None).extract(TEXT)
    expected = [(one.field, shipped.confidence(one.field, one.confidence)) for one in raw.mentions]
    assert [(one.field, one.confidence) for one in calibrated.mentions] == expected
    patients = next(one for one in calibrated.mentions if one.field == "patients")
    assert calibrated.records[0].patients[0].evidence[0].confidence == patients.confidence
    path = tmp_path / "mine.json"
    Kept("", {}, {"patients": [(0.5, 0.25)]}).write(path)
    (mine,) = [one for one in Extractor(calibration=path).extract(TEXT).mentions if one.field == "patients"]
    assert mine.confidence == 0.25


def test_an_extractor_needs_a_calibration_that_is_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Extractor(calibration=tmp_path / "nowhere.json")
