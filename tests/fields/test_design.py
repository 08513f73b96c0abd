"""Designs of studies."""

import pytest

from extract.fields.design import DesignReader
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document


def surest(rules: RuleSet, text: str) -> str | None:
    found = DesignReader(rules).find(Document(verbatim(text), rules))
    assert all(text[mention.start : mention.end] == mention.quote for mention in found)
    return max(found, key=lambda mention: mention.confidence).value.code if found else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("干细胞治疗脑卒中的Meta分析\n检索数据库,纳入12项随机对照试验。", "meta_analysis"),
        ("干细胞治疗脑卒中的随机对照研究\n目的 比较两组。结论 尚需系统评价证实。", "rct"),
        ("脐带血治疗脑瘫\n方法 将80例患儿随机分为两组。", "rct"),
        ("外泌体修复大鼠心肌梗死\n方法 将30只大鼠随机分为三组。", "animal"),
        ("移植后复发再缓解一例\n患者男,46岁。", "case_report"),
        ("護士睡眠品質\n采用橫斷面調查法。", "cross_sectional"),
        ("Umbilical cord cells for lupus: a systematic review\nWe searched PubMed.", "systematic_review"),
        ("细胞治疗银屑病的单臂研究\n医生说,没有对照是遗憾,下一步想做随机对照试验。", "other"),
        ("医院新楼启用\n门诊搬到三层。", None),
    ],
)
def test_the_surest_design_is_that_of_the_study_told(rules: RuleSet, text: str, code: str | None) -> None:
    assert surest(rules, text) == code
