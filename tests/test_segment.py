"""Sentences, sections and lines of a document."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_at_full_stops_but_not_in_decimals_or_brackets() -> None:
    text = "两组差异显著(P<0.05,见表1。)。随访3.5个月!“好。”他说?第二天出院"
    assert cut(text) == ["两组差异显著(P<0.05,见表1。)。", "随访3.5个月!", "“好。”他说?", "第二天出院"]


def test_a_full_stop_after_a_number_of_a_list_does_not_end_a_sentence() -> None:
    assert cut("1.目的明确。2.方法可行。") == ["1.目的明确。", "2.方法可行。"]


def test_a_line_break_always_ends_a_sentence() -> None:
    assert cut("标题(未闭合\n正文。") == ["标题(未闭合\n", "正文。"]


@given(st.text(alphabet="患者。.!?;\n()“”《》0a ", max_size=60))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert all(one[1] == other[0] for one, other in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.split() == text.split()


def test_sections_of_an_abstract(rules: RuleSet) -> None:
    text = "某法治疗膝痛\n目的:观察疗效。方法:收治患者。【结果】两组有差异。结论 有效。"
    doc = Document(verbatim(text), rules)
    assert [kind for kind, _, _ in doc.sections] == ["objective", "methods", "results", "conclusion"]
    _, start, end = doc.sections[1]
    assert doc.text[start:end] == "方法:收治患者。【"


def test_a_label_within_a_sentence_opens_no_section(rules: RuleSet) -> None:
    doc = Document(verbatim("我们的目的是观察结果,方法很简单。"), rules)
    assert doc.sections == []


def test_the_body_ends_where_a_list_of_references_begins(rules: RuleSet) -> None:
    body = "一项研究的经过写在这里,要足够长,才能称作正文。" * 3
    for heading in ("参考文献", "【参考文献】", "References:", "参考文献: [1] 某某. 某文[J]. 某刊, 2011."):
        text = f"题目\n{body}\n{heading}\n[2] 某某. 另一文[J]. 某刊, 2012."
        assert Document(verbatim(text), rules).end_of_body == text.index(heading)
    assert Document(verbatim(f"题目\n{body}\n参考文献的价值不大。"), rules).end_of_body > len(body)
