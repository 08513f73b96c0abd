"""The model's door: names in a document that look like names by what stands in and around them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

from extract.ner.decode import names
from extract.ner.network import Network
from extract.ner.windows import windows
from extract.rules import RuleSet
from extract.segment import Document

# Characters that run at once: bounds the memory of a page of any length.
_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a document's shadow; `probability` is the network's own, not yet calibrated."""

    start: int
    end: int
    label: str
    probability: float


class Finder(Protocol):
    """What finds names in a document; `name` tells who found them."""

    name: str

    def find(self, doc: Document) -> list[Found]: ...


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

    def find(self, doc: Document) -> list[Found]:
        """Names in text order. Only windows with a cue are read: most sentences of a page name nothing."""
        return [found for batch in self._batches(doc.text) for found in self._read(doc.text, batch)]

    def _batches(self, text: str) -> list[list[tuple[int, int]]]:
        batches: list[list[tuple[int, int]]] = [[]]
        size = 0
        for start, end in windows(text):
            if not self._cue.search(text, start, end):
                continue
            if size + end - start > _AT_ONCE:
                batches.append([])
                size = 0
            batches[-1].append((start, end))
            size += end - start
        return [batch for batch in batches if batch]

    def _read(self, text: str, batch: list[tuple[int, int]]) -> list[Found]:
        scores = self._network.scores([text[start:end] for start, end in batch])
        return [
            Found(start + first, start + last, label, probability)
            for (start, _), one in zip(batch, scores, strict=True)
            for first, last, label, probability in names(one)
        ]
