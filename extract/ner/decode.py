"""From scores of tags to names: the likeliest tags in which I goes on only in a name of its label (Viterbi 1967)."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.ner.tags import TAGS

_NEVER = np.float32(-1e9)
_SURELY_NONE = np.log(0.99)


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
    # Names are few and short: plain lists are quicker for them than arrays.
    likeliest: list[int] = scores.argmax(axis=1).tolist()
    if not any(likeliest):
        return
    for low, high in _busy(scores):
        tags = likeliest[low:high]
        if not any(tags):
            continue
        if not _makes_names(tags):
            tags = _best(scores[low:high])
        for start, end in _runs(tags):
            chosen = scores[np.arange(low + start, low + end), tags[start:end]]
            yield low + start, low + end, TAGS[tags[start]][2:], float(np.exp(chosen.sum() / len(chosen)))


def _busy(scores: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Stretches in which a name may stand: all else is so surely none that no path leads through it."""
    start = end = -1
    for at in np.flatnonzero(scores[:, 0] < _SURELY_NONE).tolist():
        if at != end:
            if end > start:
                yield start, end
            start = at
        end = at + 1
    if end > start:
        yield start, end


def _is_inside(tag: int) -> bool:
    """Whether a tag is an I: of each label B has an odd number, I the next one."""
    return tag > 0 and tag % 2 == 0


def _makes_names(tags: list[int]) -> bool:
    """Whether each I goes on in a name of its label, as mostly the likeliest tags do."""
    return not any(_is_inside(tag) and before not in (tag - 1, tag) for before, tag in pairwise([0, *tags]))


def _best(scores: NDArray[np.float32]) -> list[int]:
    total = _FIRST + scores[0]
    back = np.empty((len(scores), len(TAGS)), np.int64)
    for step in range(1, len(scores)):
        paths = total[:, None] + _ALLOWED
        back[step] = paths.argmax(axis=0)
        total = paths.max(axis=0) + scores[step]
    tags = [int(total.argmax())]
    for step in range(len(scores) - 1, 0, -1):
        tags.append(int(back[step, tags[-1]]))
    return tags[::-1]


def _runs(tags: list[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, tag in enumerate(tags):
        if _is_inside(tag):
            continue
        if start is not None:
            yield start, at
        start = at if tag else None
    if start is not None:
        yield start, len(tags)
