"""Tags become names that stand apart, begin with their B and go on with their own I."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extract.ner.decode import names
from extract.ner.tags import TAGS, tags_of


def scored(tags: list[str]) -> np.ndarray:
    """Scores that favour these tags."""
    scores = np.full((len(tags), len(TAGS)), np.log(0.001), np.float32)
    for place, tag in enumerate(tags):
        scores[place, TAGS.index(tag)] = np.log(0.98)
    return scores


def test_names_as_tagged() -> None:
    spans = [(1, 5, "hospital"), (5, 8, "department"), (9, 10, "cell_type")]
    found = list(names(scored(tags_of(12, spans))))
    assert [(start, end, label) for start, end, label, _ in found] == spans
    assert all(0.97 < probability < 0.99 for *_, probability in found)


def test_an_i_without_its_b_is_no_name() -> None:
    assert list(names(scored(["O", "I-hospital", "O"]))) == []


@given(st.lists(st.lists(st.floats(-9, 0), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=20))
def test_names_never_overlap(rows: list[list[float]]) -> None:
    scores = np.array(rows, np.float32)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    found = list(names(scores))
    edges = [edge for start, end, *_ in found for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= start < end <= len(rows) for start, end, *_ in found)
