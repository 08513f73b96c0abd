"""A reviewed article as marks of gold: every place of every fact that stands, with its value and studies.

The attributes are those of corpus/GUIDELINES.md, as gold/check.py holds them.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from extract.gold.marks import Mark
from extract.review.facts import Fact, Span
from extract.review.state import ReviewedArticle
from extract.schema import VALUE_OF_FIELD

_LETTERS = {"publication": "p", "registered_trial": "t", "study": "s"}
Attributes = dict[str, str]


def marks_of(article: ReviewedArticle) -> list[Mark]:
    """The marks, outer before inner, in offsets of the article's text. A place that several studies share is one mark
    that names them all; one that says different things of them is one for each."""
    names = record_names(article)
    read: dict[tuple[str, Span], Any] = {
        (one.field, (one.start, one.end)): msgspec.convert(one.value, VALUE_OF_FIELD[one.field])
        for one in article.article.mentions
    }
    found: dict[tuple[str, Span, tuple[tuple[str, str], ...]], list[str]] = {}
    for fact in article.facts:
        if fact.status == "rejected":
            continue
        for span, attributes, is_own in _places(fact, read):
            records = found.setdefault((fact.field, span, tuple(sorted(attributes.items()))), [])
            name = names.get(fact.record_id)
            if name and is_own and name not in records:
                records.append(name)
    marks = [
        Mark(field, *span, article.article.text[slice(*span)], dict(attributes) | _named(records))
        for (field, span, attributes), records in found.items()
    ]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def record_names(article: ReviewedArticle) -> dict[str, str]:
    """The ids of records as gold names them: p1, t2, s3, in the article's order."""
    return {record.id: f"{_LETTERS[record.kind]}{n}" for n, record in enumerate(article.records, 1)}


def _named(records: list[str]) -> Attributes:
    return {"record": " ".join(records)} if records else {}


def _places(fact: Fact, read: dict[tuple[str, Span], Any]) -> Iterator[tuple[Span, Attributes, bool]]:
    """Each place of a fact with what its mark says, and whether that is what the record says: a journal's name in the
    other language stands for the same journal, and is another name. `read`: what the extraction read at each place."""
    own = attributes_of(fact.field, fact.value)
    as_read = fact.status != "added" and not fact.changes & {"value", "field"}
    for span in fact.spans:
        value = read.get((fact.field, span)) if as_read else None
        told = own if value is None else attributes_of(fact.field, value)
        same = all(told.get(name) == own.get(name) for name in ("value", "lang"))
        yield span, own if same else told, same


def attributes_of(field: str, value: Any) -> Attributes:
    """What a mark of a field says of its value; what is not known is left out."""
    return {name: one for name, one in _ATTRIBUTES[field](value).items() if one}


_ATTRIBUTES: dict[str, Callable[[Any], dict[str, str | None]]] = {
    "institution": lambda v: {"value": v.name, "kind": v.kind, "department": v.department, "role": v.role},
    "date": lambda v: {"value": v.value, "role": v.role},
    "journal": lambda v: {"value": v.name},
    "cell_type": lambda v: {"value": v.code, "name": v.name, "origin": v.origin},
    "patients": lambda v: {
        "value": str(v.value),
        "role": v.role,
        "group": v.group,
        "pooled": None if v.pooled_studies is None else str(v.pooled_studies),
    },
    "p_value": lambda v: {"value": f"{v.op}{_plain(v.value)}", "outcome": v.outcome},
    "title": lambda v: {"value": v.zh or v.en, "lang": "zh" if v.zh else "en"},
    "design": lambda v: {"value": v.code},
    "condition": lambda v: {"value": v.name},
    "dose": lambda v: {
        "value": _plain(v.low) if v.low == v.high else f"{_plain(v.low)}..{_plain(v.high)}",
        "per": v.per,
    },
    "follow_up": lambda v: {"value": _plain(v.value), "unit": v.unit},
    "identifier": lambda v: {"value": v.value, "registry": v.registry},
}


def _plain(number: float) -> str:
    """All digits, none in powers of ten: 1e-05 as 0.00001."""
    written = f"{Decimal(repr(number)):f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
