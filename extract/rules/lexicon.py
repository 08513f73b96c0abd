"""Lexicons: long lists of names with their attributes, one a line, in rules/lexicons/*.tsv."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from extract.shadow import lower


class Entry(dict[str, str]):
    """A line of a lexicon: column name → cell. `name` is the entry as it is looked for."""

    @property
    def name(self) -> str:
        return self["name"]


class Lexicon:
    """Names looked up in a folded shadow, the longest first where several begin at one place."""

    def __init__(self, name: str, entries: list[Entry]) -> None:
        self.name = name
        self.entries = entries
        self.folded = [lower(entry.name) for entry in entries]

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self.folded, matchkind=MatchKind.LeftmostLongest)

    @cached_property
    def by_name(self) -> dict[str, Entry]:
        return dict(zip(self.folded, self.entries, strict=True))

    def find(self, folded: str) -> Iterator[tuple[int, int, Entry]]:
        """(start, end, entry) of the names in a text, leftmost and longest, without overlap."""
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            yield start, end, self.entries[index]


def read_lexicon(path: Path) -> Lexicon:
    """Reads a tab-separated file: `#` comments, a line of column names, then an entry a line.

    A cell `also` holds further writings of the name, parted by `|`; each becomes an entry that keeps the first
    writing under `canonical`.
    """
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise ValueError(f"{path}: the lexicon has no line of column names")
    columns = lines[0].split("\t")
    if columns[0] != "name":
        raise ValueError(f"{path}: the first column must be 'name', not {columns[0]!r}")
    entries = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise ValueError(f"{path}: too many cells in the line {line!r}")
        row = dict(zip(columns, cells, strict=False))
        names = [row["name"], *filter(None, row.pop("also", "").split("|"))]
        entries += [Entry({**row, "name": name, "canonical": names[0]}) for name in names]
    return Lexicon(path.stem, entries)
