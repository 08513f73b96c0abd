"""`studyfacts train`: from the corpus to a model that `run` finds."""

import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as train_pipeline
from spacy.util import load_config, load_model

from extract.ner.network import Block, Network
from extract.ner.tags import TAGS
from extract.training import architecture, readers  # noqa: F401  registers what the config names


def train(gold: Path, data: Path | None, overrides: dict[str, Any], say: Callable[[str], None]) -> Network:
    """Trains on the splits that config.cfg names and gives the network. `data` is a folder of name lists and raw text
    (docs/model-card.md); None trains on the corpus and generated text alone. `overrides` are settings of config.cfg
    such as {"training.max_steps": 100}."""
    paths = {"paths.gold": str(gold), "paths.data": str(data) if data else None}
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(
            Path(str(files(__package__) / "config.cfg")), overrides=paths | overrides, interpolate=True
        )
        nlp = init_nlp(config)
        train_pipeline(nlp, Path(folder), stdout=cast(IO[str], _Lines(say)), stderr=cast(IO[str], _Lines(say)))
        return pack(load_model(Path(folder) / "model-last"))


def network_config() -> dict[str, Any]:
    """The network of config.cfg, for spaCy's tagger."""
    config = load_config(Path(str(files(__package__) / "config.cfg")), interpolate=False)
    return dict(config["components"]["names"]["model"])


def pack(nlp: Language) -> Network:
    """The trained pipeline's weights as a Network of numpy."""
    tagger: Any = nlp.get_pipe("names")
    model = tagger.model
    embeds = [node for node in model.walk() if node.name == "embed"]
    signs = next(node for node in model.walk() if node.name == "linear")
    dense = [node for node in model.walk() if node.name == "relu"]
    norms = [node for node in model.walk() if node.name == "layernorm"]
    dilations = [node.attrs["dilation"] for node in model.walk() if node.name == "window"]
    softmax = next(node for node in model.walk() if node.name.startswith("softmax"))
    blocks = [
        Block(one.get_param("W"), one.get_param("b"), norm.get_param("G"), norm.get_param("b"), dilation)
        for one, norm, dilation in zip(dense, norms, dilations, strict=True)
    ]
    order = [tagger.labels.index(tag) for tag in TAGS]
    rows, classes = (np.asarray(one.get_param("E"), np.float32) for one in embeds)
    classes = classes + signs.get_param("b")
    return Network(
        rows, classes, signs.get_param("W"), blocks, softmax.get_param("W")[order], softmax.get_param("b")[order]
    )


class _Lines:
    """A stream for spaCy's table of progress."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def write(self, text: str) -> None:
        if text.strip():
            self._say(text.rstrip("\n"))

    def flush(self) -> None:
        pass
