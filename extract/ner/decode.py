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
    likeliest = scores.argmax(axis=1)
    for low, high in _busy(scores):
        if not likeliest[low:high].any():
            continue
        tags = _best(scores[low:high], likeliest[low:high])
        for start, end in _runs(tags):
            chosen = scores[low + start : low + end][np.arange(end - start), tags[start:end]]
            yield low + start, low + end, TAGS[tags[start]][2:], float(np.exp(chosen.sum() / len(chosen)))


def _busy(scores: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Stretches in which a name may stand: all else is so surely none that no path leads through it."""
    maybe = np.flatnonzero(scores[:, 0] < np.log(0.99))
    if not len(maybe):
        return
    breaks = np.flatnonzero(np.diff(maybe) > 1)
    for low, high in zip([maybe[0], *maybe[breaks + 1]], [*maybe[breaks], maybe[-1]], strict=True):
        yield int(low), int(high) + 1


def _best(scores: NDArray[np.float32], likeliest: NDArray[np.int64]) -> NDArray[np.int64]:
    if not _FIRST[likeliest[0]] and not _ALLOWED[likeliest[:-1], likeliest[1:]].any():
        return likeliest  # the likeliest tag of each character makes names already, as it mostly does
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
    inside = (tags > 0) & (tags % 2 == 0)  # of each label B has an odd number, I the next one
    starts = np.flatnonzero((tags > 0) & ~inside)
    stops = np.flatnonzero(~inside)
    for start, behind in zip(starts.tolist(), np.searchsorted(stops, starts, side="right").tolist(), strict=True):
        yield start, int(stops[behind]) if behind < len(stops) else len(tags)
