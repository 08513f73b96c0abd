"""Sentences with other names in them: what a model must learn is where names stand and end, not which they are."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from extract.shadow import Shadow
from extract.training.examples import Example
from extract.training.names import Names

_SLOT = re.compile(r"\{(\w+)\}")

_KEPT = 0.15  # share of names that stay as written
_HOLE = "\ufffe"


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


def replaced(example: Example, names: Names, random: Random) -> Example:
    """The same sentence with most of its names exchanged for others of their label."""
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    last = length = 0
    for start, end, label in example.spans:
        between = example.text[last:start]
        name = example.text[start:end]
        if name == _HOLE or random.random() > _KEPT:
            name = names.draw(label, random)
        pieces += [between, name]
        length += len(between)
        spans.append((length, length + len(name), label))
        length += len(name)
        last = end
    return Example("".join([*pieces, example.text[last:]]), tuple(spans))


def multiplied(examples: list[Example], names: Names, times: int, random: Random) -> Iterator[Example]:
    """Every example with names, `times` over with other names."""
    for example in examples:
        if example.spans:
            yield from (replaced(example, names, random) for _ in range(times))
