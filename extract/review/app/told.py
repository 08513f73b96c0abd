"""A fact's value in a few words of the reviewer's language."""

from typing import NamedTuple

import msgspec

from extract.phrase import phrase
from extract.review.app.words import Language, words
from extract.schema import (
    CellTypeValue,
    DesignValue,
    FollowUpValue,
    IdentifierValue,
    InstitutionValue,
    JournalValue,
    PatientsValue,
    PValue,
)


class Told(NamedTuple):
    """The value, what is said of it in small print, and its role as a label; empty where there is none."""

    text: str
    note: str
    role: str


def told(value: msgspec.Struct, language: Language) -> Told:
    """`value` is a `VALUE_OF_FIELD` of any field."""
    choices = words(language)["choices"]
    role = choices[getattr(value, "role", None) or ""]
    match value:
        case InstitutionValue():
            return Told(value.name, value.department or "", role or choices[value.kind])
        case JournalValue():
            return Told(value.name, f"ISSN {value.issn}" if value.issn else "", "")
        case CellTypeValue():
            return Told(value.code, value.name, choices[value.origin or ""])
        case DesignValue():
            return Told(choices[value.code], "", "")
        case PatientsValue():
            return Told(str(value.value), value.group or "", role)
        case PValue():
            return Told(phrase(PValue(value.op, value.value)), value.outcome or "", "")
        case FollowUpValue():
            return Told(f"{value.value:g} {choices[value.unit]}", "", "")
        case IdentifierValue():
            return Told(value.value, choices[value.registry], "")
        case _:
            return Told(phrase(value), "", role)
