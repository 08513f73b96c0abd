"""Rules and a finder of names together: whose word counts, and what a second opinion does to confidence."""

import pytest

from extract import Extractor
from extract.ner import Joined
from extract.ner.model import Found
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document

TEXT = "苏州大学附属第一医院与瓦莱西诊疗社在《血液学纪要》报告了某医院的结果。"


class Finder:
    """Finds the names that it was told."""

    name = "told"

    def __init__(self, names: dict[str, tuple[str, float]]) -> None:
        self._names = names

    def find(self, doc: Document, mentions: list[Mention]) -> list[Found]:
        found = [
            Found(doc.text.index(name), doc.text.index(name) + len(name), label, probability)
            for name, (label, probability) in self._names.items()
        ]
        return sorted(found, key=lambda one: one.start)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model=None, calibration=None)


def joined(extractor: Extractor, text: str = TEXT, **names: tuple[str, float]) -> dict[str, Mention]:
    doc = Document(verbatim(text), extractor.rules)
    mentions = Joined(extractor.rules, Finder(names)).join(doc, extractor.mentions(doc), lambda mention: mention)
    return {mention.quote: mention for mention in mentions}


def test_what_both_find_is_surer_than_what_one_finds(extractor: Extractor) -> None:
    name = "苏州大学附属第一医院"
    alone = extractor.mentions(Document(verbatim(TEXT), extractor.rules))[0]
    agreed = joined(extractor, **{name: ("hospital", 0.9)})[name]
    cut = joined(extractor, **{"附属第一医院": ("hospital", 0.8)})[name]
    unseen = joined(extractor)[name]
    assert agreed.confidence > alone.confidence > max(cut.confidence, unseen.confidence) >= 0.5
    assert agreed.extractor == cut.extractor == unseen.extractor == alone.extractor
    assert cut.value.name == name, "the rules' value stands where the model is not sure"


def test_a_left_edge_of_which_the_model_is_sure(extractor: Extractor) -> None:
    text = "资料来自阿贝尔-马祖里大学的住院部。"
    assert joined(extractor, text, **{"阿贝尔-马祖里大学": ("university", 0.7)}).keys() == {"马祖里大学"}
    mended = joined(extractor, text, **{"阿贝尔-马祖里大学": ("university", 0.99)})
    assert [(one.quote, one.value.name) for one in mended.values()] == [("阿贝尔-马祖里大学",) * 2]


def test_a_name_that_only_the_finder_knows(extractor: Extractor) -> None:
    found = joined(extractor, 瓦莱西诊疗社=("hospital", 0.97))["瓦莱西诊疗社"]
    assert (found.value.kind, found.extractor) == ("hospital", "ner:told")
    assert found.confidence < 0.97, "a network's own probability is no share right"
    assert "瓦莱西诊疗社" not in joined(extractor, 瓦莱西诊疗社=("hospital", 0.6))


def test_what_rules_doubt_and_the_finder_does_not_see_is_none(extractor: Extractor) -> None:
    text = "经瓦莱西医院治疗后好转。"
    assert "瓦莱西医院" in joined(extractor, text, 瓦莱西医院=("hospital", 0.7))
    assert "瓦莱西医院" not in joined(extractor, text)


def test_generic_words_are_no_name_whoever_finds_them(extractor: Extractor) -> None:
    assert "某医院" not in joined(extractor, 某医院=("hospital", 0.99))


def test_every_mention_is_grounded(extractor: Extractor, rules: RuleSet) -> None:
    found = joined(extractor, 瓦莱西诊疗社=("hospital", 0.97), 血液学纪要=("journal", 0.99))
    assert all(TEXT[mention.start : mention.end] == quote for quote, mention in found.items())


def test_a_piece_of_a_place_and_generic_words_are_no_names(extractor: Extractor) -> None:
    doc = Document(verbatim("瓦莱西诊疗社与马来西亚的生物技术股份有限公司"), extractor.rules)
    at = doc.text.index

    def found(name: str, **known: bool | int) -> Found:
        return Found(at(name), at(name) + len(name), "company", 0.99, **known)

    class Told:
        name = "told"

        def find(self, doc: Document, mentions: list[Mention]) -> list[Found]:
            generic = "生物技术股份有限公司"
            return [
                found("瓦莱西诊疗社"),
                found("来西亚的", cut=True),
                found(generic, own_end=at("有限公司")),
            ]

    joined = Joined(extractor.rules, Told()).join(doc, [], lambda mention: mention)
    assert [one.quote for one in joined] == ["瓦莱西诊疗社"]
