"""Decisions hold on a new extraction where quote and context still match; where not, a person is asked."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from extract.extractor import Extractor
from extract.review.decisions import Decision
from extract.review.facts import Fact
from extract.review.state import ReviewedArticle, reviewed
from extract.schema import Article
from tests.review.acting import decision, standing

TEXT = """某市第一医院的脐带干细胞研究
近日,长春市第一医院公布了脐带间充质干细胞治疗肝硬化的结果。研究纳入44例患者,随访12个月,P<0.05。
论文发表于《Stem Cells》,2021年3月。
另有吉林大学第二医院参与。
"""


@pytest.fixture(scope="module")
def read() -> Any:
    extractor = Extractor(model=None)
    return lambda text: extractor.extract(text, id="a", source="a.txt", kind="text")


def _fact(state: ReviewedArticle, quote: str) -> Fact:
    return next(one for one in state.facts if any(e.quote == quote for e in one.evidence))


def _again(old: Article, new: Article, *decisions: Decision) -> ReviewedArticle:
    return reviewed(new, decisions, lambda digest: old)


def test_words_that_moved_are_found_again(read: Any) -> None:
    old, new = read(TEXT), read("编者按:这里有一段新的话,讲的是别的事情。\n" + TEXT)
    was = standing(old, [])
    acts = [
        decision(old, 1, "accept", [_fact(was, "44例").key]),
        decision(old, 2, "reject", [_fact(was, "Stem Cells").key]),
        decision(old, 3, "comment", [_fact(was, "44例").key], comment="已核对"),
    ]
    now = _again(old, new, *acts)
    assert not now.asked
    assert (_fact(now, "44例").status, _fact(now, "44例").reviewer) == ("accepted", "王医生")
    assert [one.text for one in _fact(now, "44例").comments] == ["已核对"]
    assert _fact(now, "Stem Cells").status == "rejected"
    assert new.text[slice(*_fact(now, "44例").spans[0])] == "44例"


def test_other_words_around_a_quote_are_asked_about(read: Any) -> None:
    old, new = read(TEXT), read(TEXT.replace("研究纳入44例患者,随访", "另一中心的对照组44例,共随访"))
    act = decision(old, 1, "accept", [_fact(standing(old, []), "44例").key])
    now = _again(old, new, act)
    assert [(one.decision.id, one.code) for one in now.asked] == [(act.id, "quote_gone")]
    dismissed = decision(new, 2, "dismiss", [act.id])
    assert not _again(old, new, act, dismissed).asked


def test_another_value_read_at_the_same_words_is_asked_about(read: Any) -> None:
    old = read(TEXT)
    act = decision(old, 1, "accept", [_fact(standing(old, []), "44例").key])
    plain = msgspec.to_builtins(old)
    for one in plain["records"][0]["patients"]:
        one["value"] += 1
    for one in plain["mentions"]:
        if one["field"] == "patients":
            one["value"]["value"] += 1
    now = _again(old, msgspec.convert(plain, Article), act)
    assert [one.code for one in now.asked] == ["value_changed"]
    assert _fact(now, "44例").status == "unreviewed"


def test_a_correction_that_the_rules_have_learnt_is_accepted(read: Any) -> None:
    old = read(TEXT)
    fact = _fact(standing(old, []), "44例")
    after = {"value": {"value": 45, "role": fact.value.role}}
    act = decision(old, 1, "correct", [fact.key], after)
    learnt = msgspec.convert(
        msgspec.json.decode(msgspec.json.encode(old).replace(b'"value":44', b'"value":45')), Article
    )
    now = _again(old, learnt, act)
    assert not now.asked
    assert (_fact(now, "44例").status, _fact(now, "44例").value.value) == ("accepted", 45)


def test_what_a_person_added_or_confirmed_stays_though_the_rules_no_longer_find_it(read: Any) -> None:
    old = read(TEXT)
    added = {
        "field": "institution",
        "record_id": old.records[0].record_id,
        "value": {"name": "某市第一医院", "kind": "hospital"},
        "spans": [(0, 6)],
    }
    acts = [decision(old, 1, "accept", [_fact(standing(old, []), "44例").key]), decision(old, 2, "add", [], added)]
    plain = msgspec.to_builtins(old)
    plain["records"][0]["patients"] = []
    plain["mentions"] = [one for one in plain["mentions"] if one["field"] != "patients"]
    now = _again(old, msgspec.convert(plain, Article), *acts)
    assert not now.asked
    final = now.final().records[0]
    assert [one.value for one in final.patients] == [44]
    assert "某市第一医院" in [one.name for one in final.institutions]


def test_done_stays_done_only_where_nothing_is_new(read: Any) -> None:
    old = read(TEXT)
    acts = [
        decision(old, 1, "accept", [one.key for one in standing(old, []).facts]),
        decision(old, 2, "done", []),
    ]
    assert _again(old, replace(old, sha256="0"), *acts).done
    more = read(TEXT + "研究还包括北京大学第三医院的20例患者。\n")
    now = _again(old, more, *acts)
    assert not now.done
    assert [one.code for one in now.asked] == ["not_settled"]
    assert now.left


def test_taking_back_an_old_decision_counts_on_the_new_extraction(read: Any) -> None:
    old = read(TEXT)
    new = replace(old, sha256="0")
    key = _fact(standing(old, []), "44例").key
    acts = [decision(old, 1, "reject", [key])]
    assert _again(old, new, *acts).fact(key).status == "rejected"
    assert _again(old, new, *acts, decision(new, 2, "undo", [acts[0].id])).fact(key).status == "unreviewed"
