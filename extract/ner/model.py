"""The model's door: names in a document, by what stands in and around them and by what the rules say."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol
from zipfile import BadZipFile

from extract.ner.decode import names
from extract.ner.edges import settled
from extract.ner.network import Network
from extract.ner.signs import RulesSigns, Signs, cuts_place, stands, tail, tail_start
from extract.ner.windows import windows
from extract.rules import RuleSet
from extract.schema import Mention
from extract.segment import Document

# Characters that run at once: bounds the memory of a page of any length, and stays within a core's cache.
_AT_ONCE = 2048
# Characters before and behind a cue that are read with it: a long name before its ending, and what stands around.
_BEFORE, _BEHIND = 45, 25


class Found(NamedTuple):
    """A name in a document's shadow. `probability` is the network's own, not yet calibrated. `country`, `cut` and
    `ends` say that a country's name begins it, that it begins within the name of a place, and that its last word ends
    names of institutions; `own_end` is where that last word begins."""

    start: int
    end: int
    label: str
    probability: float
    country: bool = False
    cut: bool = False
    ends: bool = True
    own_end: int = 0


class Finder(Protocol):
    """What finds names in a document beside the rules' mentions; `name` tells who found them."""

    name: str

    def find(self, doc: Document, mentions: list[Mention]) -> list[Found]: ...


class NameModel:
    """Built once from a file of weights; keeps nothing of one document for the next."""

    def __init__(self, path: Path, rules: RuleSet) -> None:
        """Raises ValueError where the file is no model of this network."""
        try:
            self._network = Network.load(path)
        except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
            raise ValueError(f"{path} is no model that can be loaded; train one with `studyfacts train`") from error
        self.name = path.stem
        self._cue = rules.pattern("model/cues")
        self._signs = RulesSigns(rules)

    def find(self, doc: Document, mentions: list[Mention]) -> list[Found]:
        """Names in text order, apart from each other. Only what stands near a cue is read: most of a page names
        nothing."""
        read = [near for window in windows(doc.text) for near in self._near_cues(doc.text, *window)]
        signs = self._signs.of(doc, mentions, read)
        found = [one for batch in _batches(read) for one in self._read(doc.text, signs, batch)]
        return [_known(signs, one) for one in _settled(doc.text, signs, found)]

    def _near_cues(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The pieces of a window around its cues, those that meet as one."""
        pieces: list[tuple[int, int]] = []
        for cue in self._cue.finditer(text, start, end):
            first, last = max(cue.start() - _BEFORE, start), min(cue.end() + _BEHIND, end)
            if pieces and first <= pieces[-1][1]:
                first = pieces.pop()[0]
            pieces.append((first, last))
        return pieces

    def _read(self, text: str, signs: Signs, batch: list[tuple[int, int]]) -> list[Found]:
        scores = self._network.scores([text[start:end] for start, end in batch], [signs[a:b] for a, b in batch])
        return [
            Found(start + first, start + last, label, probability)
            for (start, _), one in zip(batch, scores, strict=True)
            for first, last, label, probability in names(one)
        ]


def _batches(read: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    size = 0
    for start, end in read:
        if batch and size + end - start > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append((start, end))
        size += end - start
    if batch:
        yield batch


def _known(signs: Signs, one: Found) -> Found:
    """A name with what the rules know of its first and its last word."""
    return one._replace(
        country=stands(signs, "country", one.start),
        cut=cuts_place(signs, one.start),
        ends=tail(signs, one.end - 1),
        own_end=tail_start(signs, one.start, one.end),
    )


def _settled(text: str, signs: Signs, found: list[Found]) -> Iterator[Found]:
    """The names with their edges settled; pieces of one name that now meet are one, as sure as the less sure."""
    last: Found | None = None
    for one in found:
        start, end = settled(text, signs, one.start, one.end, one.label)
        if last and start < last.end:
            if one.label == last.label:
                last = Found(last.start, max(end, last.end), one.label, min(one.probability, last.probability))
                continue
            start = last.end
        if end > start:
            if last:
                yield last
            last = Found(start, end, one.label, one.probability)
    if last:
        yield last
