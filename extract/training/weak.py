"""Weak labels: real prose as the rules read it, mostly to show the network what is no name."""

from collections.abc import Iterator
from pathlib import Path

from extract.extractor import Extractor
from extract.page.verbatim import verbatim
from extract.rules import RuleSet
from extract.segment import Document
from extract.training.examples import Example, cut, labelled


def weak_examples(path: Path, rules: RuleSet) -> Iterator[Example]:
    """The sentences of a file with one text a line. Nothing where there is no file."""
    if not path.is_file():
        return
    extractor = Extractor(model=None)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            doc = Document(verbatim(line.strip()), rules)
            yield from cut(doc.text, labelled(doc, extractor.mentions(doc)))
