"""Cell types: heads, sources, origins, enumerations, abbreviations, and what is no therapy."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.fields.cell_type import CellTypeReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document

RULES = RuleSet()
READER = CellTypeReader(RULES)


def cells(text: str) -> list[Mention]:
    return READER.find(Document(verbatim(text), RULES))


def codes(text: str) -> list[str]:
    return [mention.value.code for mention in cells(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("骨髓、脂肪及脐带来源的间充质干细胞", ["BM-MSC", "AD-MSC", "UC-MSC"]),
        ("自骨髓中提取的MSC", ["BM-MSC"]),
        ("臍帶間質幹細胞與幹細胞", ["UC-MSC", "SC"]),
        ("间充质干细胞来源的外泌体,外泌体", ["MSC-EXO", "EXO"]),
        ("umbilical cord-derived mesenchymal stromal cells and stem cells", ["UC-MSC", "SC"]),
        ("MSCs derived from bone marrow", ["BM-MSC"]),
        ("DC-CIK联合化疗,CAR-NK细胞另议", ["DC", "CIK", "OTHER"]),
        ("牙周膜间充质干细胞与牙周膜干细胞", ["MSC", "OTHER"]),
    ],
)
def test_the_source_before_a_head_gives_the_code(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "华北干细胞生物科技有限公司与省干细胞研究中心签约。",
        "肿瘤干细胞与干细胞因子的表达。",
        "化疗后T细胞亚群、NK细胞比例和B细胞计数下降。",
        "软骨细胞、神经元和成骨细胞形态正常。",
        "他做了骨髓移植。",
        "见http://a.example/msc/nsc",
    ],
)
def test_biology_and_organisations_are_no_cell_types(text: str) -> None:
    assert codes(text) == []


def test_immune_cells_count_where_they_are_given() -> None:
    assert codes("患者每月回输NK细胞一次,外周血NK细胞比例未变。") == ["NK"]
    assert codes("树突状细胞(DC)疫苗治疗后,DC存活良好。") == ["DC", "DC", "DC"]


def test_an_abbreviation_means_what_the_article_says() -> None:
    assert codes("脐带间充质干细胞(MSC)输注。两组MSC用量相同。") == ["UC-MSC"] * 3
    assert codes("神经干细胞(neural stem cells,NSCs)移植。NSCs存活。") == ["NSC"] * 4
    assert codes("施万细胞(Schwann cells,SCs)迁移,SCs增殖。") == []
    assert codes("肝星状细胞(HSC)活化,HSC凋亡。") == []


def test_origin_and_name_are_told_apart() -> None:
    (mention,) = cells("采用同种异体人脐带间充质干细胞治疗")
    assert mention.quote == "同种异体人脐带间充质干细胞"
    assert mention.value.name == "脐带间充质干细胞"
    assert mention.value.origin == "allogeneic"
    (first, second) = cells("骨髓和脂肪来源的间充质干细胞")
    assert (first.quote, first.value.name) == ("骨髓", "骨髓间充质干细胞")
    assert second.quote == "脂肪来源的间充质干细胞"


PIECES = [
    "干细胞",
    "脐带",
    "来源的",
    "间充质",
    "(",
    ")",
    "MSC",
    "DC",
    "s",
    "、",
    "和",
    " ",
    "外泌体",
    "\n",
    "自体",
    "的",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_every_mention_is_grounded_and_none_overlap(text: str) -> None:
    found = cells(text)
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
