"""Evaluates an extractor on gold articles: by mention, by record, by slice."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from extract import __version__
from extract.evaluation.facts import (
    ATTRIBUTES,
    FIELDS,
    JUDGED,
    MENTIONED,
    Fact,
    found_facts,
    found_studies,
    gold_facts,
    gold_studies,
)
from extract.evaluation.matching import Matched, match, overlap, same_span, same_value
from extract.evaluation.reliability import Confidences, Rights, reliability
from extract.evaluation.scores import Counts, macro, score, share
from extract.evaluation.studies import StudyPair, pair_studies
from extract.extractor import Extractor
from extract.gold.corpus import GoldArticle, digest
from extract.schema import Article

MEASURES = {"exact": same_span, "overlap": overlap, "value": same_value}
SLICES: dict[str, Callable[[GoldArticle], Sequence[str]]] = {
    "kind": lambda article: (article.kind,),
    "encoding": lambda article: (article.encoding,),
    "script": lambda article: (article.script,),
    "pattern": lambda article: article.patterns,
}


@dataclass(frozen=True)
class Judged:
    """One gold article beside what was made of it."""

    gold: GoldArticle
    article: Article
    facts: list[Fact]
    found: list[Fact]
    studies: list[StudyPair]

    def matched(self, field: str, measure: str = "value") -> Matched:
        return match(_of(self.facts, field), _of(self.found, field), MEASURES[measure])

    def counts(self, field: str, measure: str) -> tuple[int, int, int]:
        """(right, false, missed) mentions."""
        matched = self.matched(field, measure)
        return len(matched.pairs), len(matched.false), len(matched.missed)

    def confidences(self, fields: tuple[str, ...]) -> list[tuple[float, bool]]:
        """Of each found mention of some fields its confidence, and whether its value is right."""
        matched = [self.matched(field) for field in fields]
        right = [(found.confidence, True) for several in matched for _, found in several.pairs]
        return right + [(found.confidence, False) for several in matched for found in several.false]

    def study_counts(self, fields: tuple[str, ...]) -> tuple[int, int, int]:
        """(right, false, missed) facts, each in the right study."""
        pairs = [pair.keys(fields) for pair in self.studies]
        return (
            sum(len(gold & found) for gold, found in pairs),
            sum(len(found - gold) for gold, found in pairs),
            sum(len(gold - found) for gold, found in pairs),
        )


@dataclass(frozen=True)
class Evaluation:
    judged: list[Judged]

    @cached_property
    def mentions(self) -> dict[str, dict[str, Counts]]:
        """By field and measure, (right, false, missed) of each article."""
        return {
            field: {measure: np.array([one.counts(field, measure) for one in self.judged]) for measure in MEASURES}
            for field in MENTIONED
        }

    @cached_property
    def in_records(self) -> dict[str, Counts]:
        """By field, (right, false, missed) facts in the right study of each article."""
        return {field: np.array([one.study_counts((field,)) for one in self.judged]) for field in FIELDS}

    def confidences(self, fields: tuple[str, ...]) -> tuple[Confidences, Rights]:
        """Of each found mention of some fields its confidence, and whether its value is right."""
        told = [pair for one in self.judged for pair in one.confidences(fields)]
        return np.array([sure for sure, _ in told], float), np.array([right for _, right in told], bool)

    def summary(self) -> dict[str, Any]:
        """All figures, as `studyfacts evaluate --json` prints them."""
        return {
            "version": __version__,
            "digest": digest([one.gold for one in self.judged]),
            "articles": len(self.judged),
            "facts": sum(len(one.facts) for one in self.judged),
            "lost_by_page": sum(fact.start is None for one in self.judged for fact in one.facts),
            "fields": {
                field: {measure: score(counts) for measure, counts in measures.items()}
                for field, measures in self.mentions.items()
            },
            "micro": {measure: score(total(self.mentions[field][measure] for field in JUDGED)) for measure in MEASURES},
            "macro": {measure: macro([self.mentions[field][measure] for field in JUDGED]) for measure in MEASURES},
            "reliability": reliability(*self.confidences(JUDGED))
            | {"fields": {field: reliability(*self.confidences((field,))) for field in MENTIONED}},
            "attributes": self._attributes(),
            "records": self._records(),
            "slices": self._slices(),
            "by_article": {
                one.gold.id: {field: self.mentions[field]["value"][row].tolist() for field in JUDGED}
                | {"records": self._judged_in_records[row].tolist()}
                for row, one in enumerate(self.judged)
            },
        }

    @cached_property
    def _judged_in_records(self) -> Counts:
        return total(self.in_records[field] for field in JUDGED)

    def _records(self) -> dict[str, Any]:
        pairs = [one.studies for one in self.judged]
        kinds = [
            [pair.gold.kind == pair.found.kind for pair in several if pair.gold and pair.found] for several in pairs
        ]
        return {
            "found": score(
                np.array(
                    [
                        (
                            sum(bool(pair.gold and pair.found) for pair in several),
                            sum(pair.gold is None for pair in several),
                            sum(pair.found is None for pair in several),
                        )
                        for several in pairs
                    ]
                )
            ),
            "whole": share(
                np.array(
                    [
                        (sum(pair.whole for pair in several), sum(bool(pair.gold) for pair in several))
                        for several in pairs
                    ]
                )
            ),
            "kind": share(np.array([(sum(several), len(several)) for several in kinds])),
            "facts": score(self._judged_in_records),
            "fields": {field: score(counts) for field, counts in self.in_records.items()},
        }

    def _attributes(self) -> dict[str, Any]:
        counts: dict[str, Counter[bool]] = {
            f"{field}.{name}": Counter() for field, names in ATTRIBUTES.items() for name in names
        }
        for pair in (pair for one in self.judged for pair in one.studies):
            for key, (gold, found) in pair.shared():
                for name in ATTRIBUTES.get(key[0], ()):
                    counts[f"{key[0]}.{name}"][gold.get(name) == found.get(name)] += 1
        return {
            name: {
                "right": count[True],
                "of": count.total(),
                "share": round(count[True] / count.total(), 4) if count else None,
            }
            for name, count in counts.items()
        }

    def _slices(self) -> dict[str, dict[str, Any]]:
        value = total(self.mentions[field]["value"] for field in JUDGED)
        result: dict[str, dict[str, Any]] = {}
        for name, of in SLICES.items():
            rows: dict[str, list[int]] = {}
            for row, one in enumerate(self.judged):
                for slice_name in of(one.gold):
                    rows.setdefault(slice_name, []).append(row)
            result[name] = {
                slice_name: {
                    "articles": len(some),
                    "mentions": score(value[some]),
                    "records": score(self._judged_in_records[some]),
                }
                for slice_name, some in sorted(rows.items())
            }
        return result


def evaluate(articles: list[GoldArticle], extractor: Extractor) -> Evaluation:
    """Reads each article's bytes and compares. Raises GoldError for a page that is no gold page."""
    return Evaluation(
        [judge(article, extractor.extract(article.bytes, source=article.path.name)) for article in articles]
    )


def judge(gold: GoldArticle, article: Article) -> Judged:
    facts = gold_facts(gold.page, article)
    return Judged(gold, article, facts, found_facts(article), pair_studies(gold_studies(facts), found_studies(article)))


def total(counts: Iterable[Counts]) -> Counts:
    summed: Counts = np.sum(list(counts), axis=0)
    return summed


def _of(facts: list[Fact], field: str) -> list[Fact]:
    return [fact for fact in facts if fact.field == field]
