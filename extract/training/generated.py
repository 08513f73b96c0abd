"""Texts with other names in them: what a model must learn is where names stand and end, not which they are."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from extract.shadow import Shadow
from extract.training.examples import Example
from extract.training.names import Names

_SLOT = re.compile(r"\{(\w+)\}")
_HOLE = "\ufffe"
_AT_ONCE = 10  # sentences that make one text


def read_templates(path: Path) -> list[Example]:
    """Sentences with slots in braces, a line each; a slot is a name of one character that is always exchanged."""
    examples = []
    for line in path.read_text("utf-8").splitlines():
        text, spans = "", []
        for number, piece in enumerate(_SLOT.split(line)):
            if number % 2:
                spans.append((len(text), len(text) + 1, piece))
                text += _HOLE
            else:
                text += Shadow(piece).text
        examples.append(Example(text, tuple(spans)))
    return examples


def replaced(example: Example, names: Names, kept: float, random: Random) -> Example:
    """The same text with its names exchanged for others of their label, one name for the same other one throughout;
    a share of them is kept, but for those that must not be learnt."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    others: dict[str, str] = {}
    last = length = 0
    for start, end, label in example.spans:
        between = example.text[last:start]
        name = example.text[start:end]
        if name == _HOLE:
            other = names.draw(label, random)
        elif name in others:
            other = others[name]
        else:
            stays = random.random() < kept and not names.keeps_out(name)
            other = others[name] = name if stays else names.draw(label, random)
        pieces += [between, other]
        length += len(between)
        spans.append((length, length + len(other), label))
        length += len(other)
        last = end
    return Example("".join([*pieces, example.text[last:]]), tuple(spans))


def filled(templates: list[Example], names: Names, random: Random) -> Iterator[Example]:
    """All the templates in disorder, with names, some in one text."""
    sentences = [replaced(template, names, 0, random) for template in templates]
    random.shuffle(sentences)
    for first in range(0, len(sentences), _AT_ONCE):
        yield _joined(sentences[first : first + _AT_ONCE])


def _joined(sentences: list[Example]) -> Example:
    text = ""
    spans: list[tuple[int, int, str]] = []
    for sentence in sentences:
        spans += [(len(text) + start, len(text) + end, label) for start, end, label in sentence.spans]
        text += sentence.text + "\n"
    return Example(text, tuple(spans))
