"""Training examples: sentences in the shadow's writing, with the names that stand in them."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.evaluation.facts import Fact, gold_facts
from extract.gold.corpus import GoldArticle
from extract.ner.windows import windows
from extract.page import read_page
from extract.schema import Article, Mention
from extract.segment import Document
from extract.shadow import Shadow

_KINDS = {"government": "organisation", "other": "organisation"}


@dataclass(frozen=True)
class Example:
    """A piece of shadow with spans (start, end, label), in order and apart from each other."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def gold_examples(gold: GoldArticle) -> Iterator[Example]:
    """The sentences of a gold article as the product reads it: what its page stage leaves out trains nothing."""
    page = read_page(gold.bytes)
    article = Article(id="", source="", sha256="", status="ok", text=page.text, blocks=page.blocks)
    shadow = Shadow(page.text)
    spans = sorted(_spans(shadow, gold_facts(gold.page, article)), key=lambda one: (one[0], -one[1]))
    yield from cut(shadow.text, _apart(spans))


def cut(text: str, spans: list[tuple[int, int, str]]) -> Iterator[Example]:
    """The windows of a text that the model will read, with the names that lie in them whole."""
    for start, end in windows(text):
        inside = tuple((a - start, b - start, label) for a, b, label in spans if start <= a and b <= end)
        yield Example(text[start:end], inside)


def _spans(shadow: Shadow, facts: list[Fact]) -> Iterator[tuple[int, int, str]]:
    for fact in facts:
        if fact.start is None or fact.end is None:
            continue
        start, end = shadow.index(fact.start), shadow.index(fact.end)
        if fact.field == "institution":
            yield from _institution(shadow.text, start, end, fact)
        elif fact.field in ("journal", "cell_type", "condition"):
            yield start, end, fact.field


def _institution(text: str, start: int, end: int, fact: Fact) -> Iterator[tuple[int, int, str]]:
    kind = fact.attributes["kind"]
    label = _KINDS.get(kind, kind)
    department = Shadow(fact.attributes.get("department", "")).text.replace("\n", "")
    at = text.find(department, start, end) if department else -1
    if at < 0:
        yield start, end, label
        return
    yield at, at + len(department), "department"
    before, behind = (start, at), (at + len(department), end)
    first, last = max(before, behind, key=lambda one: one[1] - one[0])
    while first < last and text[first] in " ,:/-、\n":
        first += 1
    while last > first and text[last - 1] in " ,:/-、\n":
        last -= 1
    if last > first:
        yield first, last, label


def labelled(doc: Document, mentions: list[Mention]) -> list[tuple[int, int, str]]:
    """What the rules found, as spans of a document's shadow."""
    spans = []
    for mention in mentions:
        if mention.field in ("institution", "journal", "cell_type", "condition"):
            kind = getattr(mention.value, "kind", mention.field)
            start, end = doc.shadow.index(mention.start), doc.shadow.index(mention.end)
            spans.append((start, end, _KINDS.get(kind, kind)))
    return _apart(sorted(spans, key=lambda one: (one[0], -one[1])))


def _apart(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of names in names (a condition in a journal's name) the outer one."""
    kept: list[tuple[int, int, str]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
