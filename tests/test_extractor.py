"""The whole line: grounding, determinism, independence of pages, and hostile input."""

import json
import random
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import Extractor
from extract.json_schema import json_schema
from extract.schema import Article, Evidence

EXAMPLES = sorted(
    path for path in (Path(__file__).parent.parent / "corpus/examples").iterdir() if path.suffix in (".html", ".txt")
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def evidences(value: object) -> list[Evidence]:
    """All evidence anywhere in a record."""
    if isinstance(value, Evidence):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [e for name in value.__struct_fields__ for e in evidences(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [e for one in value for e in evidences(one)]
    return []


def assert_grounded(article: Article) -> None:
    for mention in article.mentions:
        assert article.text[mention.start : mention.end] == mention.quote != ""
    for record in article.records:
        for evidence in evidences(record):
            assert article.text[evidence.start : evidence.end] == evidence.quote != ""
    for one, other in zip(article.blocks, article.blocks[1:], strict=False):
        assert one.end <= other.start


# Pieces of study reports: dense with facts, so that random arrangements of them meet every field and each other.
PIECES = (
    "2019年3月至2020年12月", "浙江大学醫(yī)學(xué)院附属第一医院", "患者 44 例", "（Ｐ＜０．０５）", "P均<0.01", "《中华骨科杂志》",
    "脐带间充质干细胞", "UC-MSC组22例", "1×106/kg", "随访12个月", "NCT01234567", "发表了题为《", "》的文章", "。", "，", "\n",
    "Stem Cells for Knee Pain in Older Adults(干细胞治疗老年人膝痛)", "与", "25只小鼠", "目的：", "结论：", " ", "𠀀", "骨关节炎",
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40))
def test_every_quote_stands_in_the_text(extractor: Extractor, pieces: list[str]) -> None:
    as_text = extractor.extract("".join(pieces), kind="text")
    as_page = extractor.extract(f"<html><body><div><p>{'</p><p>'.join(pieces)}</p></div></body></html>")
    for article in (as_text, as_page):
        assert article.status in ("ok", "empty"), article.error
        assert_grounded(article)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_no_bytes_raise(extractor: Extractor, content: bytes) -> None:
    assert extractor.extract(content).status in ("ok", "empty")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_pages_are_grounded_and_fit_the_schema(extractor: Extractor, path: Path) -> None:
    article = extractor.extract(path.read_bytes(), source=path.name)
    assert article.status == "ok"
    assert_grounded(article)
    jsonschema.validate(json.loads(msgspec.json.encode(article)), json_schema())


def test_pages_do_not_touch_each_other() -> None:
    """The same bytes come out in any order, and from an extractor that has read nothing before."""
    contents = [path.read_bytes() for path in EXAMPLES[:8]]
    first, second = Extractor(), Extractor()
    forward = [msgspec.json.encode(first.extract(content)) for content in contents]
    order = list(range(len(contents)))
    random.Random(7).shuffle(order)
    shuffled = {index: msgspec.json.encode(second.extract(contents[index])) for index in order}
    assert forward == [shuffled[index] for index in range(len(contents))]


@pytest.mark.parametrize(
    "hostile",
    [
        "医院" * 200_000,
        "P<" * 200_000,
        "2019年" * 100_000,
        "（n=" * 100_000,
        "《" * 300_000,
        "患者44例，" * 60_000,
        "A " * 300_000,
        "a-b" * 200_000,
        "University of " * 40_000,
        "第一" * 200_000,
        "脐带、" * 200_000,
        "(" * 300_000 + "中",
        "1×10" * 150_000,
        "The Journal of " * 40_000,
        "题为“" * 100_000,
        "1 " * 300_000,
        "2 0 1 9 年 " * 60_000,
        "，" * 500_000,
        "ā" * 300_000,
        "醫(yī)" * 100_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_text_is_read_in_proportion_to_its_length(extractor: Extractor, hostile: str) -> None:
    """Not timed: a pattern that goes quadratic would take hours on these and never let the suite end."""
    article = extractor.extract(hostile, kind="text")
    assert article.status in ("ok", "empty"), article.error


def test_empty_and_foreign_pages_are_empty_or_without_records(extractor: Extractor) -> None:
    assert extractor.extract(b"").status == "empty"
    assert extractor.extract(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40).records == []
    assert (
        extractor.extract(b"<html><body><p>An English page about gardens and their paths.</p></body></html>").records
        == []
    )


def test_a_snippet_without_full_stops_is_read(extractor: Extractor) -> None:
    article = extractor.extract("2020年1月北京协和医院采用脐带间充质干细胞治疗患者30例,P<0.05", kind="text")
    assert {mention.field for mention in article.mentions} >= {
        "date",
        "institution",
        "cell_type",
        "patients",
        "p_value",
    }


def test_wrong_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder of rules"):
        Extractor(tmp_path / "nowhere")
    with pytest.raises(ValueError, match="no model"):
        Extractor(model="zh_core_web_sm")


def test_a_date_given_for_a_page_must_be_one(extractor: Extractor) -> None:
    page = "盛京医院收治患者30例,随访12个月,评分下降(P<0.05)。"
    assert extractor.extract(page, kind="text", published="2022-05-01T08:00:00+08:00").published == "2022-05-01"
    assert extractor.extract(page, kind="text", published="-1+1").published is None


def test_ids_are_stable_and_may_be_given(extractor: Extractor) -> None:
    page = "<html><body><p>某院收治患者44例。</p></body></html>"
    assert (
        extractor.extract(page, url="https://example.org/a").id
        == extractor.extract(page, url="https://example.org/a").id
    )
    assert (
        extractor.extract(page, url="https://example.org/a").id
        != extractor.extract(page, url="https://example.org/b").id
    )
    assert extractor.extract(page, id="mine").id == "mine"


def test_rules_of_a_folder_are_layered_over_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "p_value.yaml").write_text(
        "field: p_value\nrules:\n  - id: p_value.house\n    cues: ['概率']\n"
        "    pattern: '概率(?P<op>[<>=])(?P<value>0?\\.[0-9]{1,4})'\n    normaliser: comparison\n"
        "    examples:\n      - text: 两组[[概率<0.05]]。\n",
        "utf-8",
    )
    text = "两组疗效比较，概率<0.03，差异显著。"
    assert not [m for m in Extractor().extract(text, kind="text").mentions if m.field == "p_value"]
    found = [m for m in Extractor(tmp_path).extract(text, kind="text").mentions if m.field == "p_value"]
    assert [(m.extractor, m.value.value) for m in found] == [("rule:p_value.house", 0.03)]
