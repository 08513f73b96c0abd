"""From scores of tags to names: the likeliest tags in which I goes on only in a name of its label (Viterbi 1967)."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from extract.ner.tags import TAGS

_NEVER = np.float32(-1e9)


def _transitions() -> NDArray[np.float32]:
    allowed = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for before, first in enumerate(TAGS):
        for behind, second in enumerate(TAGS):
            if second[0] == "I" and first[2:] != second[2:]:
                allowed[before, behind] = _NEVER
    return allowed


_ALLOWED = _transitions()
_FIRST = np.array([_NEVER if tag[0] == "I" else 0 for tag in TAGS], np.float32)


def names(scores: NDArray[np.float32]) -> Iterator[tuple[int, int, str, float]]:
    """Names (start, end, label, probability) of one text; the probability is the geometric mean over the characters."""
    for low, high in _busy(scores):
        tags = _best(scores[low:high])
        for start, end in _runs(tags):
            chosen = scores[low + start : low + end][np.arange(end - start), tags[start:end]]
            yield low + start, low + end, TAGS[tags[start]][2:], float(np.exp(chosen.mean()))


def _busy(scores: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Stretches in which a name may stand: all else is so surely none that no path leads through it."""
    maybe = np.flatnonzero(scores[:, 0] < np.log(0.99))
    if not len(maybe):
        return
    breaks = np.flatnonzero(np.diff(maybe) > 1)
    for low, high in zip([maybe[0], *maybe[breaks + 1]], [*maybe[breaks], maybe[-1]], strict=True):
        yield int(low), int(high) + 1


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    total = _FIRST + scores[0]
    back = np.empty((len(scores), len(TAGS)), np.int64)
    for step in range(1, len(scores)):
        paths = total[:, None] + _ALLOWED
        back[step] = paths.argmax(axis=0)
        total = paths.max(axis=0) + scores[step]
    tags = np.empty(len(scores), np.int64)
    tags[-1] = total.argmax()
    for step in range(len(scores) - 1, 0, -1):
        tags[step - 1] = back[step, tags[step]]
    return tags


def _runs(tags: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(tags):
        end = start + 1
        if tags[start]:
            while end < len(tags) and TAGS[tags[end]] == f"I{TAGS[tags[start]][1:]}":
                end += 1
            yield start, end
        start = end
