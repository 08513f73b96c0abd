"""The fields: one room each, from a document's matches to grounded mentions."""

from bisect import bisect_left
from collections.abc import Iterable
from importlib import import_module
from typing import Protocol

from extract.rules import Match, RuleSet
from extract.schema import Mention
from extract.segment import Document


class FieldReader(Protocol):
    """A field is built with the rules and reads documents; it keeps nothing of one document for the next."""

    def find(self, doc: Document) -> list[Mention]: ...


# field → the class that reads it, in extract/fields/<field>.py
READERS = {
    "institution": "InstitutionReader",
    "date": "DateReader",
    "journal": "JournalReader",
    "cell_type": "CellTypeReader",
    "patients": "PatientsReader",
    "p_value": "PValueReader",
    "title": "TitleReader",
    "design": "DesignReader",
    "condition": "ConditionReader",
    "dose": "DoseReader",
    "follow_up": "FollowUpReader",
    "identifier": "IdentifierReader",
}


def reader(field: str, rules: RuleSet) -> FieldReader:
    """The reader of a field, built with the rules."""
    built: FieldReader = getattr(import_module(f"extract.fields.{field}"), READERS[field])(rules)
    return built


def longest(matches: Iterable[Match]) -> list[Match]:
    """Of matches that overlap the longest, of equally long ones that of the earlier rule; in text order."""
    taken: list[Match] = []
    starts: list[int] = []
    for match in sorted(matches, key=lambda one: one.start - one.end):
        at = bisect_left(starts, match.start)
        if (at and taken[at - 1].end > match.start) or (at < len(taken) and taken[at].start < match.end):
            continue
        starts.insert(at, match.start)
        taken.insert(at, match)
    return taken
