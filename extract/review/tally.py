"""How right an article's facts were found, as far as people decided on them."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from extract.review.facts import Fact


class Tally(msgspec.Struct, frozen=True):
    """Counts of facts, by field, and by who found them ("field extractor"). A fact is right if its value was let stand;
    of those, `boundary` and `record` count where its words or its study were not right. `added` were missed."""

    right: dict[str, int] = {}
    wrong: dict[str, int] = {}
    boundary: dict[str, int] = {}
    record: dict[str, int] = {}
    added: dict[str, int] = {}
    right_by: dict[str, int] = {}
    wrong_by: dict[str, int] = {}


def tally(facts: Iterable[Fact]) -> Tally:
    """Counts decided facts only: what nobody touched says nothing."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in Tally.__struct_fields__}
    for fact in facts:
        if fact.status == "added":
            counts["added"][fact.field] += 1
        elif fact.status != "unreviewed":
            _count(fact, counts)
    return Tally(**counts)


def total(tallies: Iterable[Tally]) -> Tally:
    counts: dict[str, Counter[str]] = {name: Counter() for name in Tally.__struct_fields__}
    for one in tallies:
        for name, count in counts.items():
            count.update(getattr(one, name))
    return Tally(**counts)


def _count(fact: Fact, counts: dict[str, Counter[str]]) -> None:
    was = fact.was or fact
    right = fact.status != "rejected" and not fact.changes & {"value", "field"}
    counts["right" if right else "wrong"][was.field] += 1
    for extractor in {one.extractor for one in was.evidence}:
        counts["right_by" if right else "wrong_by"][f"{was.field} {extractor}"] += 1
    if right:
        for change in fact.changes & {"boundary", "record"}:
            counts[change][was.field] += 1
