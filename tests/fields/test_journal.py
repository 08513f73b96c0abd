"""Journals by what stands around their names."""

import pytest

from extract.fields.journal import JournalReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


@pytest.fixture(scope="module")
def reader(rules: RuleSet) -> JournalReader:
    return JournalReader(rules)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("文章登在去年的Lupus上,原文见于《江苏医药》。", ["Lupus", "江苏医药"]),
        ("成果登上《自然》,另一篇,刊Nature。", ["自然", "Nature"]),
        ("(2017年,Gut)与(2018, Thorax)", ["Gut", "Thorax"]),
        ("全文在2016年8月的Spine。", ["Spine"]),
        ("发表于Lancet2019年第393卷,PLoS ONE与PLOS ONE是一家", ["Lancet", "PLoS ONE", "PLOS ONE"]),
        ("六 | 某医院 | 中国骨伤\n七 | 某大学 | 脂肪", ["中国骨伤"]),
        ("在国际期刊《高原临床》(Plateau Clinics)上", ["高原临床", "Plateau Clinics"]),
        ("期刊:Lancet Neurology(柳叶刀神经病学)", ["Lancet Neurology", "柳叶刀神经病学"]),
        ("《Blood》(美国血液学会会刊)刊出", ["Blood"]),
        ("出处 齐鲁护理杂志 2019年4期", ["齐鲁护理杂志"]),
        ("原载温州医科大学学报,2012,42(3):201", ["温州医科大学学报"]),
        ("在Science、Nature和Gut等期刊发表论文", ["Science", "Nature", "Gut"]),
        ("登上國際期刊「細胞移植」", ["細胞移植"]),
        ("It was published in Hepatology in 2016.", ["Hepatology"]),
        ("他是《中国骨伤》《中华骨科杂志》等杂志编委。", []),
        ("发表综述《某病细胞治疗的研究进展》,主编《血液病问答》《某病的护理》。", []),
        ("江苏医药公司的Burns患者,术后Stroke一例,Pain评分下降", []),
        ("Department of Respiratory Medicine, Institute of Molecular Medicine", []),
    ],
)
def test_a_journal_is_told_by_its_neighbours(
    rules: RuleSet, reader: JournalReader, text: str, names: list[str]
) -> None:
    assert [mention.value.name for mention in reader.find(Document(verbatim(text), rules))] == names
