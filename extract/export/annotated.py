"""A text with its facts in one shape, whether people marked them or rules found them."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.gold.corpus import read_corpus
from extract.phrase import phrase
from extract.schema import VALUE_OF_FIELD, Article


@dataclass(frozen=True)
class Span:
    """A fact at `text[start:end]` (characters); `value` is the normalised value in a few words, `records` the studies
    that it belongs to."""

    label: str
    start: int
    end: int
    value: str
    records: tuple[str, ...] = ()
    attributes: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Annotated:
    id: str
    text: str
    spans: list[Span]


def of_gold(folder: Path) -> Iterator[Annotated]:
    """Gold pages: all that a browser shows of each. Raises GoldError as `read_corpus` does."""
    for article in read_corpus(folder):
        spans = [
            Span(
                mark.field,
                mark.start,
                mark.end,
                mark.attributes.get("value", mark.text),
                tuple(mark.records),
                {name: value for name, value in mark.attributes.items() if name not in ("value", "record")},
            )
            for mark in article.page.marks
        ]
        yield Annotated(article.id, article.page.text, spans)


def of_articles(articles: Iterable[Article]) -> Iterator[Annotated]:
    """Articles that hold text, each mention with the records that took it up."""
    for article in articles:
        if article.status == "ok":
            yield Annotated(article.id, article.text, _spans(article))


def _spans(article: Article) -> list[Span]:
    import msgspec

    taken = _taken_up(article)
    return [
        Span(
            mention.field,
            mention.start,
            mention.end,
            phrase(msgspec.convert(mention.value, VALUE_OF_FIELD[mention.field])),
            tuple(taken.get((mention.start, mention.end, mention.extractor), ())),
            {"extractor": mention.extractor, "confidence": f"{mention.confidence:g}"},
        )
        for mention in article.mentions
    ]


def _taken_up(article: Article) -> dict[tuple[int, int, str], list[str]]:
    """Which records cite a place: (start, end, extractor) to their ids."""
    from extract.phrase import values_of

    taken: dict[tuple[int, int, str], list[str]] = {}
    for record in article.records:
        for _, value in values_of(record):
            for one in value.evidence:
                records = taken.setdefault((one.start, one.end, one.extractor), [])
                if record.record_id not in records:
                    records.append(record.record_id)
    return taken
