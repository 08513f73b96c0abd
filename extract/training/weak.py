"""Weak labels: real prose as the rules read it, mostly to show the network what is no name."""

from collections.abc import Iterator
from pathlib import Path

from extract.training.examples import Example, RulesReading


def weak_examples(path: Path, reading: RulesReading) -> Iterator[Example]:
    """The texts of a file, one a line. Nothing where there is no file."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        yield from (reading.labelled(line.strip()) for line in lines)
