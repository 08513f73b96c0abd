"""An installed spaCy pipeline as a model: its organisations, at spaCy's own price."""

from extract.ner.model import Found
from extract.schema import Mention
from extract.segment import Document

_LABELS = {"ORG": "organisation"}
# spaCy's entity recogniser gives no probabilities; calibrated confidence must come from elsewhere.
_PROBABILITY = 0.5


class SpacyModel:
    def __init__(self, name: str) -> None:
        """Raises ValueError where spaCy cannot load the pipeline or it finds no entities."""
        import spacy

        try:
            self._pipeline = spacy.load(name)
        except (OSError, ImportError, ValueError) as error:
            raise ValueError(f"--model {name}: spaCy cannot load it: {error}") from error
        self.name = name

    def find(self, doc: Document, mentions: list[Mention]) -> list[Found]:
        """The organisations of a document, line by line."""
        found = []
        start = 0
        for line in doc.text.split("\n"):
            for entity in self._pipeline(line).ents if line else ():
                if entity.label_ in _LABELS:
                    first, last = start + entity.start_char, start + entity.end_char
                    found.append(Found(first, last, _LABELS[entity.label_], _PROBABILITY))
            start += len(line) + 1
        return found
