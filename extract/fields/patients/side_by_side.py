"""How a number of people stands to the numbers around it: of one story, of one group, adding up."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.fields.patients.place import Place
from extract.fields.patients.signs import holds
from extract.rules import Match
from extract.schema import PatientsRole

# In how many characters before it a number of the same story may stand.
_SAME_STORY = 160
# A number told of people known already may stand farther away.
_SAME_PASSAGE = 440
_NEXT_PARAGRAPH = 600
_FORM = 220
_ADJACENT = 2
_FORM_KINDS = ("patients.label", "patients.bare", "patients.english")
# How far (characters) apart an enumeration's numbers may stand.
_APART = 60
_OPPOSED = 60
_MOST_PARTS = 6
_FEWEST_CLASSES = 3
# Events add up to fewer people by chance.
_SMALLEST_WHOLE = 20
# What stands between the counts of two findings: 例,支气管炎 …
_FINDING = re.compile(r"(?:\([^()\n]{1,12}\))?[,、;][^,。;\n0-9]{1,14}")


# A number with its place and how sure it counts people.
Judged = tuple[Place, int, float]


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


def classes_of_all(refused: list[Judged], judged: list[Judged]) -> Iterator[Judged]:
    """Of counts of findings those that make up all people of the study: 90例 … 息肉50例,囊肿30例,正常10例."""
    wholes = {value for place, value, _ in judged if place.counter is not None}
    run: list[Judged] = []
    for one in [*refused, None]:
        if one is not None and (not run or _is_next_finding(run[-1][0], one[0])):
            run.append(one)
            continue
        whole = sum(value for _, value, _ in run)
        if len(run) >= _FEWEST_CLASSES and whole >= _SMALLEST_WHOLE and whole in wholes:
            for place, _, _ in run:
                place.is_of_all = True
            yield from run
        run = [one] if one is not None else []


def _is_next_finding(earlier: Place, place: Place) -> bool:
    between = place.text[earlier.match.end : place.match.start]
    if holds(between, place.signs.sample) or holds(place.sentence, place.signs.afterwards):
        return False
    return place.counter == earlier.counter == place.signs.counters[0] and _FINDING.fullmatch(between) is not None


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


def goes_on(place: Place, earlier: Place) -> bool:
    """The number tells of the people of the earlier one, a paragraph later too where it tells of no new ones."""
    if follows(place, earlier):
        return True
    if place.is_class() and earlier.line == place.line:
        return place.match.start - earlier.match.end < _SAME_PASSAGE
    is_new = place.taken_in() or place.label or place.signs.illness.search(place.words) or place.is_divided()
    fared = place.words_behind.startswith(place.signs.fared)
    is_told_of = fared or place.has_outcome() or place.is_finished() or place.clause.endswith(place.signs.only)
    return is_told_of and not is_new and place.match.start - earlier.match.end < _NEXT_PARAGRAPH


def same_sentence(place: Place, earlier: Place) -> bool:
    between = place.text[earlier.match.end : place.match.start]
    return len(between) < _SAME_STORY and "。" not in between and "\n" not in between


def is_last_of_groups(place: Place, earlier: Place) -> bool:
    """分为治疗组和对照组,n=17,n=17: the second number is that of the control named last."""
    if place.kind != "patients.n" or earlier.kind != "patients.n" or place.label or earlier.label:
        return False
    return place.match.start - earlier.match.end <= _ADJACENT and holds(earlier.sentence, place.signs.control)


def is_of_form(place: Place, earlier: Place) -> bool:
    """The number stands in the lines of a registry's form, soon after another."""
    return place.kind in _FORM_KINDS and not place.is_actual() and place.match.start - earlier.match.end < _FORM


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
    """Numbers that add up to another are its arms or its parts; one beside a control is the other arm."""
    parts: set[int] = set()
    groups: set[int] = set()
    controls: set[int] = set()
    for whole in range(len(counts)):
        taken = _parts_of(counts, whole)
        parts.update(taken)
        if taken and _is_divided(counts, whole, taken):
            groups.update(taken)
            controls.update(_control_of(counts, taken))
    opposed = _opposed(counts)
    for index, count in enumerate(counts):
        if index in opposed:
            yield count._replace(role=opposed[index])
        elif index in controls and count.role in ("total", "subgroup", "arm") and not count.place.is_tested():
            yield count._replace(role="control")
        elif count.role not in ("total", "subgroup"):
            yield count
        elif index in parts and (count.place.acts() or not count.place.is_part()):
            yield count._replace(role=_role_of_part(count.place, index in groups))
        elif _is_beside_other(count.place, counts[index + 1 : index + 2]):
            yield count._replace(role="arm")
        else:
            yield count


def _opposed(counts: list[Count]) -> dict[int, PatientsRole]:
    """Those who got something and those, right behind in the sentence, who went without or got what controls get:
    输过细胞的39例,没输过的67例; 16例输细胞,8例输白蛋白."""
    roles: dict[int, PatientsRole] = {}
    for index, (one, other) in enumerate(pairwise(counts)):
        if one.place.label or other.place.label or {one.role, other.role} & {"planned", "control"}:
            continue
        if other.match.start - one.match.end > _OPPOSED or not same_sentence(other.place, one.place):
            continue
        if _tells_of_no_treatment(one.place) or one.place.goes_without() or one.place.is_control():
            continue
        got = one.place.is_given() or one.place.acts()
        if got and (other.place.is_bare() or (other.place.acts() and other.place.is_control())):
            roles |= {index: "arm", index + 1: "control"}
    return roles


def _role_of_part(place: Place, is_group: bool) -> PatientsRole:
    is_arm = is_group or (place.is_treated() and not place.in_results)
    if not is_arm or place.has_outcome() or place.is_tested() or place.is_examined():
        return "subgroup"
    return "control" if place.is_control() else "arm"


def _parts_of(counts: list[Count], index: int) -> list[int]:
    """The numbers right behind, or before where it is their sum, that add up to one."""
    is_sum = counts[index].place.is_summed() and index > 0
    return (_adding_up(counts, index, -1) if is_sum else []) or _adding_up(counts, index, 1)


def _adding_up(counts: list[Count], index: int, step: int) -> list[int]:
    rest, last = counts[index].value, counts[index].match
    taken: list[int] = []
    for other in range(len(counts))[index + step :: step][:_MOST_PARTS]:
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


def _is_divided(counts: list[Count], whole: int, parts: list[int]) -> bool:
    """The parts are groups that were given different things, not sexes or stages."""
    if any(_tells_of_no_treatment(counts[part].place) for part in parts):
        return False
    if all(counts[part].group or counts[part].place.kind == "patients.n" for part in parts) or any(
        counts[part].place.goes_without() for part in parts
    ):
        return True
    if any(counts[part].place.is_given() for part in parts) and not any(counts[part].place.is_part() for part in parts):
        return True
    lead = counts[whole].place.text[counts[whole].match.end : counts[min(parts)].match.start]
    return not any(counts[part].place.is_part() for part in parts) and holds(lead, counts[whole].place.signs.divided)


def _tells_of_no_treatment(place: Place) -> bool:
    return place.has_outcome() or place.is_tested() or place.is_examined()


def _control_of(counts: list[Count], parts: list[int]) -> list[int]:
    """Of the groups into which people were divided, those with which the others are compared.

    A group told as control; else the one that got less; else the last, but of doses and lettered groups none.
    """
    signs = counts[parts[0]].place.signs
    if any(counts[part].role == "control" or counts[part].place.is_control() for part in parts):
        return [part for part in parts if counts[part].place.is_control()]
    labels = {part: counts[part].place.label or "" for part in parts}
    if lesser := [part for part in parts if labels[part].startswith(signs.lesser)]:
        return lesser[:1]
    if lesser := [part for part in parts if not labels[part] and counts[part].place.goes_without()]:
        return lesser[-1:]
    if not any(labels.values()):
        return []
    return [] if any(signs.alike.search(label) for label in labels.values()) else [max(parts)]


def _is_beside_other(place: Place, following: Sequence[Count]) -> bool:
    """The next number of its sentence is that of another group set beside it: 30名输注细胞,另有15人只输盐水."""
    if not following:
        return False
    other = following[0]
    if not (other.place.is_other_arm() or (other.role == "control" and not other.place.label)):
        return False
    between = place.text[place.match.end : other.match.start]
    if other.place.is_of_the_past():
        return False
    if holds(place.text[other.match.start : other.match.end + 12], place.signs.healthy):
        return False
    return len(between) < _SAME_STORY and "。" not in between and "\n" not in between
