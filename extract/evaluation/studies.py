"""Which found record answers which gold study, and what of it is right."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from extract.evaluation.facts import FIELDS, JUDGED, Key, Study


@dataclass(frozen=True)
class StudyPair:
    """A gold study with the record that answers it; one of them is None where nothing does."""

    gold: Study | None
    found: Study | None

    def keys(self, fields: tuple[str, ...]) -> tuple[frozenset[Key], frozenset[Key]]:
        """(gold, found) keys of some fields."""
        return (
            self.gold.of(fields) if self.gold else frozenset(),
            self.found.of(fields) if self.found else frozenset(),
        )

    def shared(self) -> Iterator[tuple[Key, tuple[dict[str, str], dict[str, str]]]]:
        """Keys of both sides with the attributes that each gives them."""
        if self.gold and self.found:
            for key in sorted(self.gold.keys & self.found.keys):
                yield key, (self.gold.attributes[key], self.found.attributes[key])

    @property
    def whole(self) -> bool:
        """The record holds the six judged fields of its study exactly, and nothing else in them."""
        gold, found = self.keys(JUDGED)
        return self.gold is not None and self.found is not None and gold == found


def pair_studies(gold: list[Study], found: list[Study]) -> list[StudyPair]:
    """Pairs studies one to one so that most facts are shared in all (the Hungarian method, as in scipy). Facts that
    several studies of the page have in common count little: a record with the right hospital only is no answer to any
    of ten trials of that hospital more than to another."""
    from scipy.optimize import linear_sum_assignment

    weights = {key: 1 / sum(key in study.keys for study in gold) for study in gold for key in study.keys}
    shared = np.zeros((len(gold), len(found)))
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            # sorted: sums of floats depend on their order, and a set's order on the process
            shared[i, j] = sum(sorted(weights[key] for key in one.of(FIELDS) & other.of(FIELDS)))
    pairs = [
        (int(i), int(j)) for i, j in zip(*linear_sum_assignment(shared, maximize=True), strict=True) if shared[i, j] > 0
    ]
    answered, used = {i for i, _ in pairs}, {j for _, j in pairs}
    return [
        *(StudyPair(gold[i], found[j]) for i, j in pairs),
        *(StudyPair(one, None) for i, one in enumerate(gold) if i not in answered),
        *(StudyPair(None, other) for j, other in enumerate(found) if j not in used),
    ]
