"""The model that finds names no lexicon has, and the one place where it and the rules are joined."""

import hashlib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from extract.ner.join import Joined
from extract.ner.model import Finder, NameModel
from extract.rules import RuleSet

__all__ = ["SHIPPED", "Joined", "fingerprint", "load"]

SHIPPED = Path(str(files("extract.ner") / "names.npz"))
"""The model that ships with the package, and where `studyfacts train` writes (docs/model-card.md)."""


def load(name: str, rules: RuleSet) -> Finder | None:
    """The model that ships with the package ("default"; None where its file was taken out), one in another file, or an
    installed spaCy pipeline. Raises ValueError for a name that is none of these."""
    path = _path(name)
    if path:
        return NameModel(path, rules)
    if name == "default":
        return None
    if find_spec(name.replace("-", "_")) is None:
        raise ValueError(f"no model {name!r}: no such file and no installed spaCy pipeline; 'none' is rules only")
    from extract.ner.spacy_model import SpacyModel

    return SpacyModel(name)


def fingerprint(name: str | None) -> str:
    """What tells results of this model from those of another: a digest of its file, else its name."""
    path = _path(name) if name else None
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path else str(name)


def _path(name: str) -> Path | None:
    path = SHIPPED if name == "default" else Path(name)
    return path if path.is_file() else None
