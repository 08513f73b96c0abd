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
        ("某院共纳入病人86例,按随机数字表法分为两组,各43例。", "rct"),
        ("78名工人的86只眼,抽签分成两组。", "rct"),
        ("32例羊膜覆盖,28例缝合,随机数字表分组。", "rct"),
        ("一项Ⅱ期试验收了9人。", "other"),
        ("这款滴眼液尚在Ⅰb期,只有十个人。", "other"),
        ("家长自己挑,没有随机。", "other"),
        ("这批病人是翻病历找出来的。", "cohort"),
        ("自体外周血与单倍体外周血的移植", None),
        ("医院新楼启用\n门诊搬到三层。", None),
    ],
)
def test_the_surest_design_is_that_of_the_study_told(rules: RuleSet, text: str, code: str | None) -> None:
    assert surest(rules, text) == code
