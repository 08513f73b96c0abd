"""spaCy: the component `nlp.add_pipe("studyfacts")`, and articles as spaCy Docs."""

from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extract.extractor import Extractor
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.schema import Article, Mention
from extract.segment import Document
from extract.words import words


class StudyfactsComponent:
    """Reads a Doc's text as it stands; fills `doc.spans["studyfacts"]`, `doc._.studies` and `doc._.mentions`.

    Records and mentions are plain mappings, as in the JSON. Spans are labelled with their field and carry their
    value in `span._.value`. A mention whose edge falls inside a token is widened to the token there; `doc._.mentions`
    keeps the exact characters.
    """

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor

    def __call__(self, doc: Doc) -> Doc:
        document = Document(verbatim(doc.text), self._extractor.rules)
        mentions = self._extractor.mentions(document)
        return _annotated(doc, mentions, self._extractor.records(document, mentions, "doc"))


@Language.factory("studyfacts", default_config={"rules": None, "model": "default"})
def make_studyfacts(nlp: Language, name: str, rules: str | None, model: str | None) -> StudyfactsComponent:
    """Builds the component; `rules` is a folder layered over the built-in rules."""
    return StudyfactsComponent(Extractor(rules, model))


def as_doc(article: Article, vocab: Vocab, rules: RuleSet) -> Doc:
    """An extracted article as a Doc with jieba's words as tokens, the mentions as spans and the records."""
    tokens = words(article.text, rules)
    doc = Doc(vocab, words=tokens, spaces=[False] * len(tokens))
    return _annotated(doc, article.mentions, article.records)


def _annotated(doc: Doc, mentions: list[Mention], studies: list[Any]) -> Doc:
    _register()
    # Plain mappings: a Doc must be able to travel between processes.
    doc._.mentions = msgspec.to_builtins(mentions)
    doc._.studies = msgspec.to_builtins(studies)
    spans = []
    for mention in mentions:
        span = doc.char_span(mention.start, mention.end, label=mention.field, alignment_mode="expand")
        if span is not None:
            span._.value = msgspec.to_builtins(mention.value)
            spans.append(span)
    doc.spans["studyfacts"] = spans
    return doc


def _register() -> None:
    for owner, name, default in ((Doc, "studies", []), (Doc, "mentions", []), (Span, "value", None)):
        if not owner.has_extension(name):
            owner.set_extension(name, default=default)
