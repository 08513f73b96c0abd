"""What the page says, in the reviewer's language: the texts of words.toml and the labels of extract/labels.py."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from extract import labels

Language = Literal["zh", "en"]


class Words(dict[str, str]):
    """The texts of one section or one set of labels by key; a key without a text is its own text."""

    def __missing__(self, key: str) -> str:
        return key

    def __getattr__(self, key: str) -> str:
        return self[key]


@cache
def words(language: Language) -> dict[str, Words]:
    """All sections of words.toml, and the labels `fields`, `kinds`, `statuses`, `levels`, `designs` and `choices`
    (every code that a value may hold)."""
    place = 0 if language == "zh" else 1
    sections = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    said = {name: Words({key: both[place] for key, both in section.items()}) for name, section in sections.items()}
    for name in ("fields", "kinds", "statuses", "levels", "designs", "roles"):
        said[name] = Words({code: label[place] for code, label in getattr(labels, name.upper()).items()})
    said["choices"] = Words(said["roles"] | said["designs"] | said["choice"])
    return said
