"""Which people of a study a number counts: all, a group, a part of them, or those yet to be enrolled."""

from collections.abc import Mapping

from extract.fields.patients.place import Place
from extract.fields.patients.signs import holds
from extract.schema import PatientsRole


def role_of(place: Place, value: int, earlier: int | None, sizes: Mapping[str, int]) -> PatientsRole:
    """The role of the number. `earlier` is the largest number before it in the same story, `sizes` are those of the
    groups named before, by their labels."""
    if place.match.rule.set.get("role"):
        role: PatientsRole = place.match.rule.set["role"]
        return role
    if place.is_planned():
        return "planned"
    if place.is_lost() or place.is_improved() or place.is_first_class():
        return "subgroup"
    if place.kind == "patients.n" and not place.label and holds(place.sentence, place.signs.group):
        return "arm"
    if place.label:
        return _role_in_group(place, value < sizes.get(place.label, 0))
    if place.is_each() or place.is_compared():
        return "arm"
    if earlier is not None and place.is_tested():
        return "subgroup"
    if _is_control(place, earlier is not None):
        return "control"
    if place.is_part() and (earlier is not None or not place.is_divided()):
        return "subgroup"
    return "total" if earlier is None else _role_after(place, value, earlier)


def _role_in_group(place: Place, is_fewer: bool) -> PatientsRole:
    # n= in brackets is the size of the whole group, whatever is told of it next.
    if place.kind != "patients.n" and (is_fewer or place.has_outcome() or place.is_tested()):
        return "subgroup"
    return "control" if place.is_control() else "arm"


def _is_control(place: Place, stands_beside: bool) -> bool:
    beside = place.clause[-8:] + place.behind[:4]
    if stands_beside and (holds(beside, place.signs.healthy) or place.clause.startswith(place.signs.control_told)):
        return True
    if stands_beside and place.is_compared_with():
        return True
    return place.signs.control_behind.match(place.behind) is not None or holds(place.printed, place.signs.control)


def _role_after(place: Place, value: int, earlier: int) -> PatientsRole:
    """The role of a number that follows another in the same story."""
    if place.is_summed():
        return "total"
    words = place.words_behind
    if holds(words[:12], place.signs.randomised) or (place.is_divided() and not place.acts()):
        return "total"
    if place.is_finished():
        return "total" if place.is_analysed() and 2 * value > earlier else "subgroup"
    if value > earlier and not place.is_other_arm():
        return "total"
    if place.clause.endswith(place.signs.among) and not place.behind.startswith(place.signs.action):
        return "subgroup"
    if place.acts() and not place.is_examined():
        return "control" if place.is_control() else "arm"
    if value == earlier or holds(place.sentence, place.signs.cited):
        return "total"
    if place.has_outcome():
        return "subgroup"
    return "total" if place.enrolled() else "subgroup"
