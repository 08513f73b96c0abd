"""Agreement between two annotators against counts made by hand."""

from pathlib import Path

import pytest

from extract.evaluation.agreement import agreement
from extract.gold.marks import GoldError
from tests.evaluation.by_hand import PAGE, gold_article


def agreed(folder: Path, other: str) -> dict[str, object]:
    (folder / "second").mkdir()
    return agreement([gold_article(folder)], [gold_article(folder / "second", other)])


def test_the_same_marks_agree(tmp_path: Path) -> None:
    found = agreed(tmp_path, PAGE)
    assert found["micro"]["exact"]["f1"] == found["records"]["facts"]["f1"] == 1.0
    assert (found["records"]["both"], found["records"]["whole"]) == (2, 2)
    # kinds are all "hospital": with one choice there is no chance to agree by
    assert found["kappa"]["institution.kind"] == {"of": 3, "kappa": None}
    assert found["kappa"]["institution.role"] == {"of": 3, "kappa": 1.0}


def test_a_fact_forgotten_and_a_role_chosen_otherwise(tmp_path: Path) -> None:
    other = PAGE.replace('data-role="total" data-record="s1"', 'data-role="arm" data-record="s1"')
    other = other.replace('<mark data-field="institution" data-kind="hospital">无锡市人民医院</mark>', "无锡市人民医院")
    found = agreed(tmp_path, other)
    assert found["facts"] == [9, 8]
    institution = found["fields"]["institution"]["value"]
    assert (institution["right"], institution["false"], institution["missed"]) == (2, 0, 1)
    assert institution["f1"] == pytest.approx(4 / 5)
    # total/total and total/arm: they agree in half, by chance they would in half: kappa 0
    assert found["kappa"]["patients.role"] == {"of": 2, "kappa": 0.0}


def test_other_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="differs"):
        agreed(tmp_path, PAGE.replace("读者", "作者"))
