"""The trained network in plain numpy: the same sums as extract/training/architecture.py, without spaCy's cost a token.

Many sentences run at once, one behind the other; beyond its ends each sees zeros, not its neighbours.
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from extract.ner.characters import rows_and_classes
from extract.ner.signs import Signs, spread

Floats = NDArray[np.float32]


class Block(msgspec.Struct, frozen=True):
    """One convolution: a dense layer over three rows, then thinc's layer normalisation."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats
    dilation: int


class Network:
    """`rows`, `classes` and `signs` embed a character, `blocks` look around, `output` scores the tags."""

    def __init__(
        self, rows: Floats, classes: Floats, signs: Floats, blocks: list[Block], output: Floats, bias: Floats
    ) -> None:
        self._rows = rows
        self._classes = classes
        self._signs = signs
        self._blocks = blocks
        self._output = output
        self._bias = bias
        self._threads = ThreadpoolController()

    @classmethod
    def load(cls, path: Path) -> "Network":
        """Reads what `save` wrote. Raises OSError or KeyError for another file."""
        with np.load(path, allow_pickle=False) as stored:
            blocks = [_block(stored, number, int(dilation)) for number, dilation in enumerate(stored["dilations"])]
            rows = np.zeros((int(stored["row_count"]), stored["row_values"].shape[1]), np.float32)
            rows[stored["row_numbers"]] = stored["row_values"]
            names = ("classes", "signs", "output", "output_bias")
            classes, signs, output, bias = (stored[name].astype(np.float32) for name in names)
        return cls(rows, classes, signs, blocks, output, bias)

    def save(self, path: Path) -> None:
        """Half precision; rows of characters that training never saw are zero and left out."""
        used = np.flatnonzero(np.abs(self._rows).max(axis=1) > 0)
        arrays: dict[str, Any] = {
            "row_count": np.array(len(self._rows)),
            "row_numbers": used.astype(np.uint16),
            "row_values": self._rows[used].astype(np.float16),
            "classes": self._classes.astype(np.float16),
            "signs": self._signs.astype(np.float16),
            "output": self._output.astype(np.float16),
            "output_bias": self._bias,
            "dilations": np.array([block.dilation for block in self._blocks]),
        }
        for number, block in enumerate(self._blocks):
            arrays[f"{number}.weights"] = block.weights.astype(np.float16)
            arrays |= {f"{number}.{name}": getattr(block, name) for name in ("bias", "gain", "shift")}
        np.savez_compressed(path, **arrays)

    def scores(self, texts: list[str], signs: list[Signs]) -> list[Floats]:
        """For each text, with its signs, one row a character: the log-probability of each tag."""
        # Workers share the cores already, and sums made by one thread come out the same on any number of cores.
        with self._threads.limit(limits=1, user_api="blas"):
            return self._scores(texts, signs)

    def _scores(self, texts: list[str], signs: list[Signs]) -> list[Floats]:
        if not texts:
            return []
        numbers, classes = rows_and_classes("".join(texts))
        rows = self._rows[numbers] + self._classes[classes] + spread(np.concatenate(signs)) @ self._signs.T
        before = np.concatenate([np.arange(len(text)) for text in texts])
        behind = np.concatenate([np.arange(len(text))[::-1] for text in texts])
        for block in self._blocks:
            rows += _looked_around(rows, block, before, behind)
        scores = rows @ self._output.T + self._bias
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        edges = np.cumsum([0, *(len(text) for text in texts)])
        return [scores[start:end] for start, end in pairwise(edges.tolist())]


def _block(stored: Any, number: int, dilation: int) -> Block:
    weights, bias, gain, shift = (
        stored[f"{number}.{name}"].astype(np.float32) for name in ("weights", "bias", "gain", "shift")
    )
    return Block(weights, bias, gain, shift, dilation)


def _looked_around(rows: Floats, block: Block, before: NDArray[np.int64], behind: NDArray[np.int64]) -> Floats:
    """What a block makes of each row and of those so far before and behind it; of its own text's alone, of which
    `before` and `behind` say how many rows stand on either side."""
    far = block.dilation
    of_before, of_own, of_behind = np.split(block.weights.T, 3)
    made = rows @ of_own
    seen = rows[:-far] @ of_before
    seen[before[far:] < far] = 0
    made[far:] += seen
    seen = rows[far:] @ of_behind
    seen[behind[:-far] < far] = 0
    made[:-far] += seen
    made += block.bias
    np.maximum(made, 0, out=made)
    made -= made.mean(axis=1, keepdims=True)
    made /= np.sqrt((made * made).mean(axis=1, keepdims=True) + 1e-8)
    made *= block.gain
    made += block.shift
    return made
