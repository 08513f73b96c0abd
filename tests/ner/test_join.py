"""Rules and a finder of names together: whose word counts, and what agreement does to confidence."""

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

    def find(self, doc: Document) -> list[Found]:
        found = [
            Found(doc.text.index(name), doc.text.index(name) + len(name), label, probability)
            for name, (label, probability) in self._names.items()
        ]
        return sorted(found, key=lambda one: one.start)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(model=None, calibration=None)


def joined(extractor: Extractor, rules: RuleSet, **names: tuple[str, float]) -> dict[str, Mention]:
    doc = Document(verbatim(TEXT), extractor.rules)
    mentions = Joined(extractor.rules, Finder(names)).join(doc, extractor.mentions(doc))
    return {mention.quote: mention for mention in mentions}


def test_what_both_find_is_surer_than_what_one_finds(extractor: Extractor, rules: RuleSet) -> None:
    name = "苏州大学附属第一医院"
    agreed = joined(extractor, rules, **{name: ("hospital", 0.9)})[name]
    cut = joined(extractor, rules, **{"附属第一医院": ("hospital", 0.9)})[name]
    unseen = joined(extractor, rules)[name]
    assert agreed.confidence > cut.confidence > unseen.confidence
    assert agreed.extractor == cut.extractor == unseen.extractor
    assert cut.value.name == name, "the rules' boundary stands"


def test_a_name_that_only_the_finder_knows(extractor: Extractor, rules: RuleSet) -> None:
    found = joined(extractor, rules, 瓦莱西诊疗社=("hospital", 0.97))["瓦莱西诊疗社"]
    assert (found.value.kind, found.extractor, found.confidence) == ("hospital", "ner:told", 0.97)
    assert "瓦莱西诊疗社" not in joined(extractor, rules, 瓦莱西诊疗社=("hospital", 0.6))


def test_generic_words_are_no_name_whoever_finds_them(extractor: Extractor, rules: RuleSet) -> None:
    assert "某医院" not in joined(extractor, rules, 某医院=("hospital", 0.99))


def test_every_mention_is_grounded(extractor: Extractor, rules: RuleSet) -> None:
    found = joined(extractor, rules, 瓦莱西诊疗社=("hospital", 0.97), 血液学纪要=("journal", 0.99))
    assert all(TEXT[mention.start : mention.end] == quote for quote, mention in found.items())
