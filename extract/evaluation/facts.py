"""Facts of both sides in one shape, gold marks and extracted mentions, so that they can be compared."""

import dataclasses
import unicodedata
from dataclasses import dataclass
from typing import Any

import msgspec

from extract.gold.align import locate
from extract.gold.marks import GoldPage, Mark
from extract.schema import Article, Mention, StudyRecord

JUDGED = ("institution", "date", "journal", "cell_type", "patients", "p_value")
# Marked at every mention, so that each mention can be judged.
MENTIONED = (*JUDGED, "title", "dose", "follow_up", "identifier")
# Marked once a study or more, judged in records only.
TOLD = ("design", "condition")
FIELDS = (*MENTIONED, *TOLD)
# What is compared, beside the value, where a record holds a fact of its study.
ATTRIBUTES = {
    "institution": ("kind", "department", "role"),
    "date": ("role",),
    "cell_type": ("origin",),
    "patients": ("role", "group"),
}
KINDS = {"p": "publication", "t": "registered_trial", "s": "study"}
_RECORD_LISTS = {
    "institutions": "institution",
    "dates": "date",
    "conditions": "condition",
    "cell_types": "cell_type",
    "patients": "patients",
    "p_values": "p_value",
    "doses": "dose",
    "follow_up": "follow_up",
}

Key = tuple[str, str]
"""A field and the normalised value: two facts with the same key say the same."""


@dataclass(frozen=True)
class Fact:
    """A fact at its place in the article's text; `start` is None where the page stage lost it.

    `extractor` and `confidence` say who found it, on the side of the product.
    """

    field: str
    value: str
    start: int | None
    end: int | None
    quote: str
    attributes: dict[str, str] = dataclasses.field(default_factory=dict)
    records: tuple[str, ...] = ()
    extractor: str = ""
    confidence: float = 1.0

    @property
    def key(self) -> Key:
        return self.field, self.value


@dataclass(frozen=True)
class Study:
    """A record as a set of keys, each with what else is said of it (kind, role, department …)."""

    id: str
    kind: str
    attributes: dict[Key, dict[str, str]]

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset(self.attributes)

    def of(self, fields: tuple[str, ...]) -> frozenset[Key]:
        return frozenset(key for key in self.keys if key[0] in fields)


def gold_facts(page: GoldPage, article: Article) -> list[Fact]:
    places = locate(page, article.text, article.blocks)
    return [of_mark(mark, place) for mark, place in zip(page.marks, places, strict=True)]


def found_facts(article: Article) -> list[Fact]:
    return [_of_mention(mention) for mention in article.mentions]


def gold_studies(facts: list[Fact]) -> list[Study]:
    """The studies that marks name."""
    told: dict[str, dict[Key, dict[str, str]]] = {}
    for fact in facts:
        for record in fact.records:
            _say(told.setdefault(record, {}), fact.key, fact.attributes)
    return [Study(record, KINDS[record[0]], keys) for record, keys in sorted(told.items())]


def found_studies(article: Article) -> list[Study]:
    return [Study(record.record_id, record.kind, _keys(record)) for record in article.records]


def of_mark(mark: Mark, place: tuple[int, int] | None) -> Fact:
    """The fact that a mark states, at its place in some text."""
    start, end = place or (None, None)
    rest = {name: value for name, value in mark.attributes.items() if name not in ("value", "record")}
    return Fact(mark.field, _valueof_mark(mark), start, end, mark.text, rest, tuple(mark.records))


def _of_mention(mention: Mention) -> Fact:
    value = msgspec.to_builtins(mention.value)
    return Fact(
        mention.field,
        _said(mention.field, value),
        mention.start,
        mention.end,
        mention.quote,
        _attributes(value),
        extractor=mention.extractor,
        confidence=mention.confidence,
    )


def _valueof_mark(mark: Mark) -> str:
    given = mark.attributes.get("value")
    if mark.field == "p_value" and given:
        return _p_value(given[0], float(given[1:]))
    if mark.field == "dose" and given:
        low, _, high = given.partition("..")
        return _range(float(low), float(high or low))
    if mark.field == "follow_up" and given:
        return f"{float(given):g} {mark.attributes['unit']}"
    if mark.field == "institution" and not given:
        return normal(_without_department(mark.text, mark.attributes.get("department")))
    if mark.field in ("date", "cell_type", "patients", "design") and given:
        return given
    return normal(given or mark.text)


def _without_department(text: str, department: str | None) -> str:
    if not department or department not in text:
        return text
    before, _, after = text.partition(department)
    return (before if len(before) >= len(after) else after).strip(" \n,，、:：/—-")


def _said(field: str, value: dict[str, Any]) -> str:
    """The value of a mention or of a record's entry as `Fact.value`."""
    match field:
        case "institution" | "journal" | "condition":
            return normal(value["name"])
        case "date" | "patients":
            return str(value["value"])
        case "cell_type" | "design":
            return str(value["code"])
        case "p_value":
            return _p_value(value["op"], value["value"])
        case "title":
            return normal(value["zh"] or value["en"] or "")
        case "dose":
            return _range(value["low"], value["high"])
        case "follow_up":
            return f"{value['value']:g} {value['unit']}"
        case _:
            return normal(value["value"])


def _keys(record: StudyRecord) -> dict[Key, dict[str, str]]:
    whole = msgspec.to_builtins(record)
    keys: dict[Key, dict[str, str]] = {}
    for name, field in _RECORD_LISTS.items():
        for one in whole[name]:
            _say(keys, (field, _said(field, one)), _attributes(one))
    keys |= {(name, _said(name, whole[name])): {} for name in ("journal", "design") if whole[name]}
    keys |= {
        ("title", normal(whole["title"][one])): {} for one in ("zh", "en") if whole["title"] and whole["title"][one]
    }
    identifiers = [one for several in whole["identifiers"].values() for one in several]
    return keys | {("identifier", normal(one["value"])): {} for one in identifiers}


def _say(keys: dict[Key, dict[str, str]], key: Key, attributes: dict[str, str]) -> None:
    """Adds what is said of a key. Of several facts with one key, the first that says more than the value counts, on
    the side of the gold as on that of the product: of two arms of 30 the first is compared with the first."""
    said = keys.setdefault(key, {})
    for name, value in attributes.items():
        said.setdefault(name, value)


def _attributes(value: dict[str, Any]) -> dict[str, str]:
    return {name: one for name, one in value.items() if isinstance(one, str)}


def normal(name: str) -> str:
    """A name as it is compared: compatibility form, no white space, no ®, small letters."""
    kept = unicodedata.normalize("NFKC", name)
    return "".join(
        one for one in kept if not one.isspace() and one not in "®\u200b\u200c\u200d\u2060\ufeff\u00ad"
    ).casefold()


def _p_value(operator: str, value: float) -> str:
    return f"{operator}{value:g}"


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}..{high:g}"
