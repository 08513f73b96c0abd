"""The same article twice: by its content to the byte, or by its text nearly. It is told, and nothing is dropped."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from extract.runs.store import Store

# A clause is what stands between two marks or blanks. Two texts are the same article if they share this share of them.
_CLAUSE = re.compile(r"\w{4,}")
_SAME = 0.8
_SIGNS = 64
_BANDS = 8
# Texts of one band that are unlike each other; more of them come of a clause that half the web has.
_MOST_APART = 20
_NO_CONTENT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Copy(msgspec.Struct, frozen=True):
    id: str
    source: str
    url: str | None = None


class Duplicates(msgspec.Struct, frozen=True):
    """Articles that are the same one, in the order of the input."""

    kind: Literal["identical", "near"]
    articles: list[Copy]


def signature(text: str) -> bytes | None:
    """A MinHash of a text's clauses; None where it has none. The share of places at which two signatures are equal is
    about the share of clauses that the texts have in common (Broder 1997)."""
    from rensa import RMinHash

    clauses = set(_CLAUSE.findall(text))
    if not clauses:
        return None
    signs = RMinHash(num_perm=_SIGNS, seed=1)
    signs.update(list(clauses))
    return array("I", signs.digest()).tobytes()


def duplicates(store: "Store") -> Iterator[Duplicates]:
    """First the pages with identical content, then the different pages that tell nearly the same; a page with identical
    ones stands among the latter for them all."""
    for _, rows in groupby(store.run(_IDENTICAL, _NO_CONTENT), itemgetter(0)):
        yield _group(store, "identical", [place for _, place in rows])
    for places in _near(store):
        yield _group(store, "near", places)


_IDENTICAL = """
select sha256, place from place join result on result=id join
    (select sha256, min(place) as first from place join result on result=id where sha256<>?
     group by sha256 having count(*) > 1) using(sha256)
order by first, place
"""


_WIDTH = 4 * _SIGNS // _BANDS
_BAND_TABLES = (
    "drop table if exists temp.one",
    "create temp table one as select min(place) as place, signature from place join result on result=id"
    " where signature is not null group by sha256",
    "drop table if exists temp.band",
    "create temp table band as "
    + " union all ".join(
        f"select place, {number} || hex(substr(signature, {1 + number * _WIDTH}, {_WIDTH})) as band from one"
        for number in range(_BANDS)
    ),
)
_SHARED_BANDS = """
select band, place, signature from band join one using(place)
where band in (select band from band group by band having count(*) > 1) order by band, place
"""


def _group(store: "Store", kind: Literal["identical", "near"], places: list[int]) -> Duplicates:
    return Duplicates(kind, [msgspec.json.decode(store.line(place), type=Copy) for place in places])


def _near(store: "Store") -> Iterator[list[int]]:
    """Groups of places, by their first ones. Signatures that are equal in one band of eight are compared as a whole
    (locality-sensitive hashing); the bands lie in the database, so that memory does not grow with the pages."""
    for statement in _BAND_TABLES:
        store.run(statement)
    first_of: dict[int, int] = {}

    def first(place: int) -> int:
        while place in first_of:
            place = first_of[place]
        return place

    for _, rows in groupby(store.run(_SHARED_BANDS), itemgetter(0)):
        apart: list[tuple[int, bytes]] = []
        for _, place, signs in rows:
            like = next((other for other, others in apart if _is_same(signs, others)), None)
            if like is None:
                apart += [(place, signs)] if len(apart) < _MOST_APART else []
            elif first(like) != first(place):
                earlier, later = sorted((first(like), first(place)))
                first_of[later] = earlier
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in sorted(first_of):
        groups[first(place)].append(place)
    for leader in sorted(groups):
        yield [leader, *groups[leader]]


def _is_same(signs: bytes, others: bytes) -> bool:
    equal = sum(
        one == other for one, other in zip(memoryview(signs).cast("I"), memoryview(others).cast("I"), strict=True)
    )
    return equal >= _SAME * _SIGNS
