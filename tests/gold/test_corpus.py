"""The corpus is what corpus/README.md says: wide, varied, split cleanly, and marked as the guidelines ask."""

import re
from collections import Counter
from pathlib import Path

import pytest

from extract.evaluation.facts import Study, gold_studies, normal, of_mark
from extract.gold.check import CODES
from extract.gold.corpus import GoldArticle, read_corpus

CORPUS = Path(__file__).parents[2] / "corpus/gold"
SPLITS = ("train", "dev", "calib", "fresh", "held", "test")
KINDS = {"roundup", "news", "abstract", "review", "press", "registry", "qa", "story", "announcement", "nothing"}
# Characters of a shingle, and how far two articles, or one sentence in two of them, may be alike.
SHINGLE, ALIKE, SENTENCE = 6, 0.2, 18


@pytest.fixture(scope="module")
def corpus() -> dict[str, list[GoldArticle]]:
    return {split: read_corpus(CORPUS / split) for split in SPLITS}


@pytest.fixture(scope="module")
def articles(corpus: dict[str, list[GoldArticle]]) -> list[GoldArticle]:
    return [article for several in corpus.values() for article in several]


def names(articles: list[GoldArticle], field: str) -> set[str]:
    return {of_mark(mark, None).value for article in articles for mark in article.page.marks if mark.field == field}


def studies(article: GoldArticle) -> list[Study]:
    return gold_studies([of_mark(mark, None) for mark in article.page.marks])


def test_size_and_spread(articles: list[GoldArticle]) -> None:
    assert len(articles) >= 150
    assert sum(len(article.page.marks) for article in articles) >= 2000
    assert sum(len(studies(article)) for article in articles) >= 300
    assert len(names(articles, "institution")) >= 250
    assert len(names(articles, "journal")) >= 120
    assert len(names(articles, "condition")) >= 25
    assert names(articles, "cell_type") == CODES
    assert {article.kind for article in articles} == KINDS
    assert sum(not studies(article) for article in articles) >= 20


def test_manifest_and_folders_agree(corpus: dict[str, list[GoldArticle]]) -> None:
    assert all(article.split == split for split, several in corpus.items() for article in several)
    lines = (CORPUS / "manifest.tsv").read_text("utf-8").splitlines()
    assert len(lines) - 1 == sum(map(len, corpus.values()))


def test_every_pattern_occurs_three_times(articles: list[GoldArticle]) -> None:
    listed = {line.partition("\t")[0] for line in (CORPUS / "patterns.tsv").read_text("utf-8").splitlines()[1:]}
    counts = Counter(code for article in articles for code in article.patterns)
    assert set(counts) <= listed
    assert {code: counts[code] for code in sorted(listed) if counts[code] < 3} == {}


def test_pages_hold_the_patterns_they_claim(articles: list[GoldArticle]) -> None:
    """Patterns that leave a trace in the page's source, where patterns.tsv gives one."""
    lines = [line.split("\t") for line in (CORPUS / "patterns.tsv").read_text("utf-8").splitlines()[1:]]
    seen = {code: re.compile(trace) for code, _, trace in lines if trace}
    claims = ((code, article) for article in articles for code in article.patterns if code in seen)
    assert [(code, article.id) for code, article in claims if not seen[code].search(article.page.raw)] == []


def test_encodings_of_the_web(articles: list[GoldArticle]) -> None:
    encodings = Counter(article.encoding for article in articles)
    assert {"utf-8", "utf-8-sig", "gbk", "gb18030", "big5", "utf-16"} <= set(encodings)
    assert sum(count for encoding, count in encodings.items() if not encoding.startswith("utf-8")) >= 30
    assert all(len(article.bytes) > 0 for article in articles)


@pytest.mark.parametrize("field", ["institution", "journal"])
def test_names_of_test_do_not_occur_in_train(corpus: dict[str, list[GoldArticle]], field: str) -> None:
    assert names(corpus["train"], field) & names(corpus["test"], field) == set()


@pytest.mark.parametrize("split", ["fresh", "held"])
def test_most_institutions_of_later_pages_are_not_known(corpus: dict[str, list[GoldArticle]], split: str) -> None:
    later = names(corpus[split], "institution")
    assert len(later & names(corpus["train"] + corpus["dev"], "institution")) < len(later) / 3


def test_lengths_vary(articles: list[GoldArticle]) -> None:
    lengths = sorted(len(article.page.text) for article in articles)
    assert lengths[0] <= 500
    assert lengths[-1] >= 10_000
    assert lengths[len(lengths) // 10] * 3 < lengths[-len(lengths) // 10]


def test_no_two_articles_are_alike(articles: list[GoldArticle]) -> None:
    shingles = {article.id: _shingles(article.page.text) for article in articles}
    alike = []
    for number, one in enumerate(articles):
        for other in articles[:number]:
            first, second = shingles[one.id], shingles[other.id]
            shared = len(first & second) / min(len(first), len(second))
            if shared > ALIKE:
                alike.append((one.id, other.id, round(shared, 2)))
    assert alike == []


def test_no_sentence_is_written_twice(articles: list[GoldArticle]) -> None:
    seen: dict[str, str] = {}
    twice = []
    for article in articles:
        for sentence in set(re.split(r"[。！？!?\n]", article.page.text)):
            said = normal(sentence)
            if len(re.findall(r"[㐀-鿿]", said)) < SENTENCE:
                continue
            if seen.setdefault(said, article.id) != article.id:
                twice.append((seen[said], article.id, said))
    assert twice == []


def _shingles(text: str) -> set[str]:
    said = normal(text)
    return {said[start : start + SHINGLE] for start in range(len(said) - SHINGLE + 1)}
