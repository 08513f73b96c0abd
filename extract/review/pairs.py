"""Words as pairs of neighbouring characters, so that any two characters of Chinese are found without cutting words."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

_RUN = re.compile(r"\w+")


def pairs(text: str) -> set[str]:
    """The pairs in the runs of letters and digits of a text, in small letters and compatibility form; a run of one
    character is itself one."""
    return {pair for run in _runs(text) for pair in _of_run(run)}


def searched(text: str) -> str:
    """What FTS5 is asked for: all pairs of the text. Single characters, which nearly every article holds, count only
    where the text has no pair; there each is the beginning of one."""
    asked = pairs(text)
    known = sorted(f'"{pair}"' for pair in asked if len(pair) > 1) or sorted(f'"{one}"*' for one in asked)
    return " AND ".join(known) or '""'


def _runs(text: str) -> Iterator[str]:
    plain = text if text.isascii() or unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return (found[0] for found in _RUN.finditer(plain.casefold()))


def _of_run(run: str) -> list[str]:
    return [run] if len(run) == 1 else list(map("".join, pairwise(run)))
