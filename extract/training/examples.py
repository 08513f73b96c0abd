"""Training examples: texts in the shadow's writing, with the names that stand in them, and as the rules read them."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.evaluation.facts import Fact, gold_facts
from extract.fields import READERS, reader
from extract.gold.corpus import GoldArticle
from extract.ner.signs import RulesSigns, Signs
from extract.ner.windows import windows
from extract.page import read_page
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Article, Mention
from extract.segment import Document
from extract.shadow import Shadow

_KINDS = {"government": "organisation", "other": "organisation"}

Spans = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Example:
    """A text with spans (start, end, label), in order and apart from each other."""

    text: str
    spans: Spans


@dataclass(frozen=True)
class Window:
    """What the model reads at once: a piece of a text, the names that lie in it whole, the rules' signs."""

    text: str
    spans: Spans
    signs: Signs


class RulesReading:
    """Texts as rules read them; built once with the rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._signs = RulesSigns(rules)
        self._readers = [reader(field, rules) for field in READERS]

    def windows(self, example: Example) -> Iterator[Window]:
        """The windows of a text."""
        doc = Document(verbatim(example.text), self._rules)
        spans = [(doc.shadow.index(start), doc.shadow.index(end), label) for start, end, label in example.spans]
        read = list(windows(doc.text))
        signs = self._signs.of(doc, self._mentions(doc), read)
        for first, last in read:
            inside = tuple((a - first, b - first, label) for a, b, label in spans if first <= a < b <= last)
            yield Window(doc.text[first:last], inside, signs[first:last])

    def labelled(self, text: str) -> Example:
        """A text with the names that the rules find in it."""
        doc = Document(verbatim(text), self._rules)
        return Example(doc.text, tuple(_labelled(doc, self._mentions(doc))))

    def _mentions(self, doc: Document) -> list[Mention]:
        return [mention for one in self._readers for mention in one.find(doc)]


def gold_example(gold: GoldArticle) -> Example:
    """A gold article as the product reads it: what its page stage leaves out trains nothing."""
    page = read_page(gold.bytes)
    article = Article(id="", source="", sha256="", status="ok", text=page.text, blocks=page.blocks)
    shadow = Shadow(page.text)
    return Example(shadow.text, tuple(_apart(_spans(shadow, gold_facts(gold.page, article)))))


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


def _labelled(doc: Document, mentions: list[Mention]) -> list[tuple[int, int, str]]:
    spans = []
    for mention in mentions:
        if mention.field in ("institution", "journal", "cell_type", "condition"):
            kind = getattr(mention.value, "kind", mention.field)
            start, end = doc.shadow.index(mention.start), doc.shadow.index(mention.end)
            spans.append((start, end, _KINDS.get(kind, kind)))
    return _apart(spans)


def _apart(spans: Iterator[tuple[int, int, str]] | list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of names in names (a condition in a journal's name) the outer one."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda one: (one[0], -one[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
