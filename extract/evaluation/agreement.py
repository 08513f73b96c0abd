"""How far two annotators of the same pages agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from extract.evaluation.evaluate import MEASURES, total
from extract.evaluation.facts import FIELDS, JUDGED, MENTIONED, Fact, gold_studies, of_mark
from extract.evaluation.matching import match, overlap
from extract.evaluation.scores import score
from extract.evaluation.studies import pair_studies
from extract.gold.corpus import GoldArticle
from extract.gold.marks import GoldError

# What is a choice among few, so that agreement by chance can be reckoned (Cohen's kappa).
_CHOICES = {"institution": ("kind", "role"), "date": ("role",), "patients": ("role",), "cell_type": ("code", "origin")}


@dataclass(frozen=True)
class Twice:
    """One page's facts as each annotator saw them."""

    first: list[Fact]
    second: list[Fact]

    def of(self, field: str) -> tuple[list[Fact], list[Fact]]:
        return [one for one in self.first if one.field == field], [one for one in self.second if one.field == field]


def agreement(first: list[GoldArticle], second: list[GoldArticle]) -> dict[str, Any]:
    """F1 between two annotations by field (span exact, overlap, value; facts in the same study), and Cohen's kappa of
    the choices both made for the same words. Raises GoldError where the pages are not the same."""
    return of_pages([_twice(one, other) for one, other in _same_pages(first, second)])


def of_pages(pages: list[Twice]) -> dict[str, Any]:
    """The same of pages, one at least, whose facts stand at their places in one text."""
    counts = {
        field: {measure: np.array([_counts(page, field, measure) for page in pages]) for measure in MEASURES}
        for field in MENTIONED
    }
    studies = [pair_studies(gold_studies(page.first), gold_studies(page.second)) for page in pages]
    in_records = {
        field: np.array([_of_pairs([pair.keys((field,)) for pair in several]) for several in studies])
        for field in FIELDS
    }
    told = [sum(bool(pair.gold and pair.found) for pair in several) for several in studies]
    return {
        "articles": len(pages),
        "facts": [sum(len(page.first) for page in pages), sum(len(page.second) for page in pages)],
        "fields": {field: {name: score(one) for name, one in several.items()} for field, several in counts.items()},
        "micro": {name: score(total(counts[field][name] for field in JUDGED)) for name in MEASURES},
        "records": {
            "both": sum(told),
            "first": sum(bool(pair.gold) for several in studies for pair in several),
            "second": sum(bool(pair.found) for several in studies for pair in several),
            "whole": sum(pair.whole for several in studies for pair in several),
            "facts": score(total(in_records[field] for field in JUDGED)),
            "fields": {field: score(one) for field, one in in_records.items()},
        },
        "kappa": {f"{field}.{name}": _kappa(pages, field, name) for field, names in _CHOICES.items() for name in names},
    }


def _same_pages(first: list[GoldArticle], second: list[GoldArticle]) -> Iterator[tuple[GoldArticle, GoldArticle]]:
    others = {article.id: article for article in second}
    if others.keys() != {article.id for article in first}:
        raise GoldError("the two folders must hold the same pages, by file name")
    for article in first:
        other = others[article.id]
        if article.page.text != other.page.text:
            raise GoldError(f"{other.path}: without its marks this page differs from {article.path}")
        yield article, other


def _twice(one: GoldArticle, other: GoldArticle) -> Twice:
    return Twice(*([of_mark(mark, (mark.start, mark.end)) for mark in side.page.marks] for side in (one, other)))


def _counts(page: Twice, field: str, measure: str) -> tuple[int, int, int]:
    matched = match(*page.of(field), MEASURES[measure])
    return len(matched.pairs), len(matched.false), len(matched.missed)


def _of_pairs(pairs: list[tuple[frozenset[Any], frozenset[Any]]]) -> tuple[int, int, int]:
    return (
        sum(len(one & other) for one, other in pairs),
        sum(len(other - one) for one, other in pairs),
        sum(len(one - other) for one, other in pairs),
    )


def _kappa(pages: list[Twice], field: str, name: str) -> dict[str, Any]:
    from sklearn.metrics import cohen_kappa_score

    pairs = [pair for page in pages for pair in match(*page.of(field), overlap).pairs]
    chosen = [(_choice(one, name), _choice(other, name)) for one, other in pairs]
    if len({choice for pair in chosen for choice in pair}) < 2:
        return {"of": len(chosen), "kappa": None}
    kappa = cohen_kappa_score([one for one, _ in chosen], [other for _, other in chosen])
    return {"of": len(chosen), "kappa": round(float(kappa), 4)}


def _choice(fact: Fact, name: str) -> str:
    return fact.value if name == "code" else fact.attributes.get(name, "-")
