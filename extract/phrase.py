"""A record's values in a few words, as tables, the report and the terminal show them."""

from collections.abc import Iterator
from functools import singledispatch
from typing import Protocol

from extract.schema import (
    CellTypeValue,
    ConditionValue,
    DateValue,
    DesignValue,
    DoseValue,
    Evidence,
    Field,
    FollowUpValue,
    IdentifierValue,
    InstitutionValue,
    JournalValue,
    PatientsValue,
    PValue,
    StudyRecord,
    TitleValue,
)

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Grounded(Protocol):
    """A value that stands in a record: one of section "What a record holds" of schema.py."""

    @property
    def evidence(self) -> list[Evidence]: ...


def values_of(record: StudyRecord) -> Iterator[tuple[Field, Grounded]]:
    """All values of a record with their field, in the order in which people look for them."""
    identifiers = record.identifiers
    fields: list[tuple[Field, list[Grounded | None]]] = [
        ("title", [record.title]),
        ("institution", [*record.institutions]),
        ("journal", [record.journal]),
        ("date", [*record.dates]),
        ("identifier", [one for registry in identifiers.__struct_fields__ for one in getattr(identifiers, registry)]),
        ("design", [record.design]),
        ("condition", [*record.conditions]),
        ("cell_type", [*record.cell_types]),
        ("dose", [*record.doses]),
        ("patients", [*record.patients]),
        ("p_value", [*record.p_values]),
        ("follow_up", [*record.follow_up]),
    ]
    return ((field, value) for field, values in fields for value in values if value is not None)


def words(value: object) -> tuple[str, str | None]:
    """The value alone, and what is said of it in small print: ("22", "UC-MSCs组"), ("P<0.05", "VAS").

    Raises TypeError for what is no field's value.
    """
    match value:
        case InstitutionValue():
            return value.name, value.department
        case JournalValue():
            return value.name, value.issn
        case CellTypeValue():
            return value.code, value.name
        case PatientsValue():
            return str(value.value), value.group
        case PValue():
            return _compared(value), value.outcome
        case _:
            return phrase(value), None


@singledispatch
def phrase(value: object) -> str:
    """`value` is that of a mention or a record: "22 arm UC-MSCs组", "P<0.05 (VAS)", "1×10⁶ cells/kg".

    Raises TypeError for what is no field's value.
    """
    raise TypeError(f"no phrase for a {type(value).__name__}")


@phrase.register
def _(value: TitleValue) -> str:
    return " / ".join(filter(None, (value.zh, value.en)))


@phrase.register
def _(value: InstitutionValue) -> str:
    return f"{value.name} / {value.department}" if value.department else value.name


@phrase.register
def _(value: DateValue) -> str:
    return value.value


@phrase.register
def _(value: JournalValue) -> str:
    return f"{value.name} (ISSN {value.issn})" if value.issn else value.name


@phrase.register
def _(value: CellTypeValue) -> str:
    return f"{value.code} {value.name}"


@phrase.register
def _(value: DesignValue) -> str:
    return value.code


@phrase.register
def _(value: ConditionValue) -> str:
    return value.name


@phrase.register
def _(value: PatientsValue) -> str:
    pooled = f"({value.pooled_studies} studies)" if value.pooled_studies else None
    return " ".join(filter(None, (str(value.value), value.role, value.group, pooled)))


@phrase.register
def _(value: PValue) -> str:
    outcome = f" ({value.outcome})" if value.outcome else ""
    return f"{_compared(value)}{outcome}"


@phrase.register
def _(value: DoseValue) -> str:
    amount = _power(value.low) if value.low == value.high else f"{_power(value.low)}-{_power(value.high)}"
    return f"{amount} {value.unit}/{value.per}" if value.per else f"{amount} {value.unit}"


@phrase.register
def _(value: FollowUpValue) -> str:
    return f"{_figure(value.value)} {value.unit}{'' if value.value == 1 else 's'}"


@phrase.register
def _(value: IdentifierValue) -> str:
    return value.value


def _compared(value: PValue) -> str:
    return f"P{value.op}{_figure(value.value)}"


def _figure(number: float) -> str:
    """Never in powers of ten down to 10⁻¹²: a p-value reads as it is printed."""
    return f"{number:.12f}".rstrip("0").rstrip(".") if 1e-12 < abs(number) < 1e12 else f"{number:g}"


def _power(number: float) -> str:
    """2500000 as 2.5×10⁶, as doses are printed; below ten thousand the plain number."""
    if number < 1e4:
        return _figure(number)
    factor, _, exponent = f"{number:.6e}".partition("e+")
    return f"{factor.rstrip('0').rstrip('.')}×10{str(int(exponent)).translate(_RAISED)}"
