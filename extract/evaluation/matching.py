"""Which found fact answers which gold fact: each at most once."""

from collections.abc import Callable
from dataclasses import dataclass

from extract.evaluation.facts import Fact

Same = Callable[[Fact, Fact], bool]


@dataclass(frozen=True)
class Matched:
    """Pairs of gold and found facts, and what stands alone on either side."""

    pairs: list[tuple[Fact, Fact]]
    missed: list[Fact]
    false: list[Fact]


def same_span(gold: Fact, found: Fact) -> bool:
    return (gold.start, gold.end) == (found.start, found.end)


def overlap(gold: Fact, found: Fact) -> bool:
    return shared_characters(gold, found) > 0


def same_value(gold: Fact, found: Fact) -> bool:
    """The same value, read from overlapping words."""
    return gold.value == found.value and overlap(gold, found)


def shared_characters(gold: Fact, found: Fact) -> int:
    if gold.start is None or gold.end is None or found.start is None or found.end is None:
        return 0
    return max(0, min(gold.end, found.end) - max(gold.start, found.start))


def match(gold: list[Fact], found: list[Fact], same: Same) -> Matched:
    """Pairs facts of one field for which `same` holds; among several the one with equal value, then equal span, then
    most shared characters, then the first in the text."""
    candidates = sorted(
        (not same_value(one, other), not same_span(one, other), -shared_characters(one, other), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if same(one, other)
    )
    left, right = set(range(len(gold))), set(range(len(found)))
    pairs: list[tuple[int, int]] = []
    for *_, i, j in candidates:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return Matched(
        [(gold[i], found[j]) for i, j in sorted(pairs)],
        [gold[i] for i in sorted(left)],
        [found[j] for j in sorted(right)],
    )
