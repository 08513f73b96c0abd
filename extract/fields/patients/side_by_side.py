"""How a number of people stands to the numbers around it: of one story, of one group, adding up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.fields.patients.place import Place
from extract.fields.patients.signs import holds
from extract.rules import Match
from extract.schema import PatientsRole

# In how many characters before it a number of the same story may stand.
_SAME_STORY = 160
# A number told of people known already may stand farther away.
_SAME_PASSAGE = 440
_FORM = 220
_FORM_KINDS = ("patients.label", "patients.bare", "patients.english")
# How far (characters) apart an enumeration's numbers may stand.
_APART = 60
_MOST_PARTS = 6


class Count(NamedTuple):
    """A number that counts people of a study."""

    place: Place
    value: int
    role: PatientsRole
    group: str | None
    confidence: float

    @property
    def match(self) -> Match:
        return self.place.match


def follows(place: Place, earlier: Place) -> bool:
    """The earlier number belongs to the same story: near before it in its line.

    A small number in words tells of people known already (两名患者), even a paragraph later.
    """
    apart = place.match.start - earlier.match.end
    if place.is_finished():
        return earlier.line == place.line or apart < _SAME_PASSAGE
    if place.kind == "patients.han" and not place.taken_in() and not place.signs.illness.search(place.words):
        return apart < _SAME_PASSAGE
    return earlier.line == place.line and apart < _SAME_STORY


def is_of_form(place: Place, earlier: Place) -> bool:
    """The number stands in the lines of a registry's form, soon after another."""
    in_form = place.kind in _FORM_KINDS and not holds(place.behind[:8], place.signs.actual)
    return in_form and place.match.start - earlier.match.end < _FORM


def is_told_beside(place: Place, none: Match) -> bool:
    """It names the next of what the number before it counted, which were no people of a study.

    甲组发生感染19例,乙组21例; 医生5人、护士9人、技师2人; 门静脉血栓9例和11例
    """
    between = place.text[none.end : place.match.start]
    if place.label is not None:
        return between.strip(",、和 ") == place.label
    if place.counter is None or place.counter != none["counter"]:
        return False
    joined = between.strip(" 次").startswith(place.signs.joining) and len(between) < 10
    return joined and not holds(between + place.words, place.signs.patient) and not place.is_lost()


def is_fellow(place: Place, earlier: Place) -> bool:
    """It follows a group's number with nothing but a name between: CIK组(n=35)与TACE30例."""
    between = place.text[earlier.match.end : place.match.start].replace("\n", "")
    return len(between) < 16 and between.startswith(place.signs.fellow) and not holds(between, place.signs.patient)


def repeats(place: Place, earlier: Place) -> bool:
    """n= in brackets right behind the same number: 各152例(n=152)."""
    return place.kind == "patients.n" and place.match.start - earlier.match.end <= 2


def set_side_by_side(counts: list[Count]) -> Iterator[Count]:
    """Numbers that add up to the one before them are its arms; one beside a control is the other arm."""
    arms = {index for index in range(len(counts)) for index in _parts_of(counts, index)}
    for index, count in enumerate(counts):
        place = count.place
        if index in arms and count.role in ("total", "subgroup") and (place.acts() or not place.is_part()):
            if place.has_outcome() or place.in_results or place.is_tested() or not place.is_treated():
                yield count._replace(role="subgroup")
                continue
            yield count._replace(role="control" if place.is_control() else "arm")
        elif count.role in ("total", "subgroup") and _is_beside_other(place, counts[index + 1 : index + 2]):
            yield count._replace(role="arm")
        else:
            yield count


def _parts_of(counts: list[Count], index: int) -> list[int]:
    """The numbers right behind, or before where it is their sum, that add up to one."""
    step = -1 if counts[index].place.is_summed() and index else 1
    rest, last = counts[index].value, counts[index].match
    taken: list[int] = []
    for other in list(range(len(counts)))[index + step :: step][:_MOST_PARTS]:
        count = counts[other]
        first, second = (last, count.match) if step > 0 else (count.match, last)
        if second.start - first.end > _APART or count.value >= counts[index].value:
            return []
        taken.append(other)
        rest -= count.value
        last = count.match
        if rest <= 0:
            return taken if rest == 0 and len(taken) > 1 else []
    return []


def _is_beside_other(place: Place, following: Sequence[Count]) -> bool:
    """The next number of its sentence is that of another group set beside it: 30名输注细胞,另有15人只输盐水."""
    if not following:
        return False
    other = following[0]
    if not (other.place.is_other_arm() or (other.role == "control" and not other.place.label)):
        return False
    between = place.text[place.match.end : other.match.start]
    if holds(place.text[other.match.start : other.match.end + 12], place.signs.healthy):
        return False
    return len(between) < _SAME_STORY and "。" not in between and "\n" not in between
