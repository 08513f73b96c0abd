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


REFERENCES = """某法治疗膝痛30例
2019年收治膝痛患者30例,见《中华骨科杂志》。
参考文献(节选)
[1] 王某, 李某. 膝痛患者52例[J]. 中国骨伤, 2015, 28(2): 99-102.
Smith J, et al. Cells for knees. Lancet, 2011, 377: 12-15.
随访到2021年5月,患者仍有28例。"""


def test_what_a_list_of_references_cites_is_not_read(rules: RuleSet) -> None:
    doc = Document(verbatim(REFERENCES), rules)
    told = {doc.text[match.start : match.end] for field in ("patients", "date") for match in doc.matches[field]}
    assert {"30例", "28例", "2019年", "2021年5月"} <= told
    assert not any("52" in one or "2015" in one or "2011" in one for one in told)


def test_the_source_under_each_study_of_a_digest_is_read(rules: RuleSet) -> None:
    items = "".join(f"治疗膝痛患者{n}例。\n参考文献:某杂志, 201{n}, 3(2): 1-9.\n" for n in (5, 6, 7))
    assert len(Document(verbatim(items), rules).matches["date"]) >= 3
