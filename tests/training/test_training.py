"""What training reads, and that training ends in a model that extraction takes up."""

from pathlib import Path
from random import Random

import pytest
import yaml
from click.testing import CliRunner

from extract import Extractor
from extract.cli import main
from extract.gold.corpus import read_corpus
from extract.rules import RuleSet
from extract.training.examples import Example, RulesReading, gold_example
from extract.training.generated import filled, read_templates, replaced
from extract.training.names import Names

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def names(rules: RuleSet) -> Names:
    return Names(yaml.safe_load((CORPUS / "names.yaml").read_text("utf-8")), rules, None, frozenset({"血液科"}))


@pytest.fixture(scope="module")
def reading(rules: RuleSet) -> RulesReading:
    return RulesReading(rules)


def test_gold_becomes_windows_whose_spans_are_the_marked_names(reading: RulesReading) -> None:
    article = next(one for one in read_corpus(CORPUS / "gold/train") if one.kind == "press")
    windows = list(reading.windows(gold_example(article)))
    found = {window.text[start:end] for window in windows for start, end, _ in window.spans}
    marked = {"".join(mark.text.split()) for mark in article.page.marks if mark.field == "journal"}
    assert {"".join(name.split()) for name in found} >= marked
    assert max(len(window.text) for window in windows) <= 240
    assert all(len(window.signs) == len(window.text) for window in windows)
    assert any(window.signs.any() for window in windows)


def test_names_are_exchanged_and_spans_follow(names: Names) -> None:
    example = Example("在苏州医院血液科治疗", ((1, 5, "hospital"), (5, 8, "department")))
    for seed in range(30):
        other = replaced(example, names, 0.15, Random(seed))
        (start, middle, _), (behind, end, _) = other.spans
        assert middle == behind
        assert other.text[:start] == "在"
        assert other.text[end:] == "治疗"


def test_one_name_is_exchanged_for_one_other(names: Names) -> None:
    example = Example("苏州医院和苏州医院", ((0, 4, "hospital"), (5, 9, "hospital")))
    other = replaced(example, names, 0, Random(3))
    first, second = (other.text[start:end] for start, end, _ in other.spans)
    assert first == second != "苏州医院"


def test_what_is_kept_out_is_never_drawn(names: Names) -> None:
    random = Random(1)
    assert "血液科" not in {names.draw("department", random) for _ in range(500)}


def test_every_template_can_be_filled(names: Names) -> None:
    templates = read_templates(CORPUS / "templates.txt")
    assert len(templates) > 500
    texts = [one.text for one in filled(templates, names, Random(1))]
    assert sum(text.count("\n") for text in texts) == len(templates)
    assert not any("\ufffe" in text for text in texts)


def test_a_short_training_ends_in_a_model_that_runs(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["train", "--corpus", str(CORPUS), "--steps", "6", "-o", str(tmp_path / "short.npz")]
    )
    assert result.exit_code == 0, result.output
    article = Extractor(model=str(tmp_path / "short.npz")).extract("苏州大学附属第一医院治疗了52例患者。".encode())
    assert article.status == "ok"
    assert [mention.field for mention in article.mentions][:1] == ["institution"]


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="no model that can be loaded"):
        Extractor(model=str(tmp_path / "bad.npz"))
    with pytest.raises(ValueError, match="no such file"):
        Extractor(model="no_such_pipeline_anywhere")
