"""Rules and model decide together: the one place where what both say of a name is joined.

Where both find a name, the rules' value stands, but for the left edge of an institution of which the model is sure:
there rules err most on names that no list knows. What only the model finds counts if it is sure and the name looks like
one. An institution that the rules themselves are unsure of and that the model does not see is none.

The constants are counted on gold pages by models that had not read them, beside rules that had not learnt from them
(docs/model-card.md).
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

from msgspec.structs import replace

from extract.fields.institution.reader import printed_name
from extract.ner.edges import is_latin
from extract.ner.model import Finder, Found
from extract.ner.signs import SURE
from extract.rules import RuleSet, one_of
from extract.schema import Field, InstitutionKind, InstitutionValue, JournalValue, Mention
from extract.segment import Document

_FIELDS: dict[str, Field] = {
    "hospital": "institution",
    "university": "institution",
    "institute": "institution",
    "company": "institution",
    "organisation": "institution",
    "journal": "journal",
}
_KINDS: dict[str, InstitutionKind] = {
    "hospital": "hospital",
    "university": "university",
    "institute": "institute",
    "company": "company",
    "organisation": "other",
}
# The model's probability from which its word counts: of a name that only it finds, and of an institution's left edge.
_LEAST = 0.9
# The share right of the names that the model alone finds, and of the institutions that it begins elsewhere.
_SHARE_RIGHT = {"institution": 0.75, "journal": 0.95}
_SHARE_MENDED = 0.8
# What a second opinion does to the doubt (one less confidence) of a rule's mention, and the most that it makes of it.
_AGREED, _DIFFERS, _UNSEEN = 0.8, 8.0, 6.0
_MOST_DOUBT = 0.5
_BETWEEN_DEPARTMENT = 2  # characters between a name and its department
_SHORTEST = {"institution": 4, "journal": 2}

Calibrated = Callable[[Mention], Mention]


@dataclass(frozen=True, slots=True)
class Name:
    """What the model found, with the department right behind it, in the shadow and in the printed text."""

    field: Field
    found: Found
    department: Found | None
    printed: tuple[int, int]
    text: str


class Joined:
    """Built once with the rules and a model."""

    def __init__(self, rules: RuleSet, model: Finder) -> None:
        self._model = model
        self._source = f"ner:{model.name}"
        self._issn = {name: entry.get("issn") for name, entry in rules.lexicon("journals").by_name.items()}
        self._void = rules.pattern("model/void")
        self._in_trade = rules.pattern("model/company_in_short")
        self._generic = re.compile(f"{one_of(rules.words('institution/generic'))}{{1,12}}")

    def join(self, doc: Document, mentions: list[Mention], calibrated: Calibrated) -> list[Mention]:
        """A document's mentions, with confidences as shares right: the rules' ones `calibrated`, those of names with
        the model's opinion, and what only the model found; sorted as they came."""
        names = _names(doc, self._model.find(doc, mentions))
        joined = [one for mention in mentions if (one := self._weighed(doc, mention, names, mentions, calibrated))]
        taken = _merged(sorted((one.start, one.end) for one in mentions if one.field in ("title", *_SHORTEST)))
        joined += [self._mention(doc, name) for name in names if self._counts(doc, name, taken)]
        return sorted(joined, key=lambda one: (one.start, -one.end, one.field))

    def _weighed(
        self, doc: Document, mention: Mention, names: list[Name], mentions: list[Mention], calibrated: Calibrated
    ) -> Mention | None:
        """A rule's mention in the light of the model's names; None for one that is none."""
        if mention.field not in _FIELDS.values():
            return calibrated(mention)
        about = [name for name in _overlapping(names, mention.start, mention.end) if name.field == mention.field]
        if not about:
            unsure = mention.field == "institution" and mention.confidence < SURE
            return None if unsure else _doubted(calibrated(mention), _UNSEEN)
        said = getattr(mention.value, "name", "")
        if any(name.text == said for name in about):
            return _doubted(calibrated(mention), _AGREED)
        if len(about) == 1 and self._begins_elsewhere(doc, mention, about[0], mentions):
            return self._mended(doc, mention, about[0])
        return _doubted(calibrated(mention), _DIFFERS)

    def _begins_elsewhere(self, doc: Document, mention: Mention, name: Name, mentions: list[Mention]) -> bool:
        """The model is sure that an institution with the same end begins elsewhere, and covers no other with it."""
        if not isinstance(mention.value, InstitutionValue) or name.found.probability < _LEAST:
            return False
        if name.found.country or name.found.cut:
            return False
        said = mention.value.name
        if is_latin(said[0]) or not (name.text.endswith(said) or said.endswith(name.text)):
            return False
        start, end = name.printed
        covered = [one for one in mentions if one.field == "institution" and one.start < end and start < one.end]
        return len(covered) == 1 and "、" not in doc.text[name.found.start : name.found.end]

    def _mended(self, doc: Document, mention: Mention, name: Name) -> Mention:
        start = name.printed[0]
        quote = doc.printed[start : mention.end]
        value = replace(mention.value, name=name.text)
        return Mention(mention.field, start, mention.end, quote, value, self._source, _SHARE_MENDED)

    def _counts(self, doc: Document, name: Name, taken: list[tuple[int, int]]) -> bool:
        """A name that only the model finds is one."""
        found = name.found
        if name.field not in _SHORTEST or found.probability < _LEAST or found.end - found.start < _SHORTEST[name.field]:
            return False
        if self._void.search(doc.text, found.start, found.end):
            return False
        if name.field == "institution" and not self._is_name(doc.text, found):
            return False
        return not _meets(taken, *name.printed)

    def _is_name(self, text: str, found: Found) -> bool:
        """What the model takes for an institution ends like one, is no piece of a place and not generic all through
        (生物技术股份有限公司)."""
        ends = found.ends or is_latin(text[found.end - 1])
        if found.label == "company" and not ends:
            ends = self._in_trade.fullmatch(text, found.start, found.end) is not None
        if found.cut or not ends:
            return False
        return not self._generic.fullmatch(text, found.start, found.own_end)

    def _mention(self, doc: Document, name: Name) -> Mention:
        start, end = name.printed
        value: InstitutionValue | JournalValue
        if name.field == "journal":
            folded = doc.shadow.folded[name.found.start : name.found.end]
            value = JournalValue(name.text, self._issn.get(folded))
        else:
            behind = name.department
            department = doc.plain(behind.start, behind.end) if behind else None
            value = InstitutionValue(name.text, _KINDS[name.found.label], department)
        return Mention(name.field, start, end, doc.printed[start:end], value, self._source, _SHARE_RIGHT[name.field])


def _names(doc: Document, found: list[Found]) -> list[Name]:
    names = []
    for one, behind in zip_longest(found, found[1:]):
        field = _FIELDS.get(one.label)
        if not field:
            continue
        department = behind if field == "institution" and behind and _is_department(doc, one, behind) else None
        printed = doc.shadow.span(one.start, (department or one).end)
        names.append(Name(field, one, department, printed, printed_name(doc, one.start, one.end)))
    return names


def _is_department(doc: Document, name: Found, behind: Found) -> bool:
    between = doc.text[name.end : behind.start]
    near = len(between) <= _BETWEEN_DEPARTMENT and not between.strip(" ,:/-")
    return behind.label == "department" and near


def _doubted(mention: Mention, factor: float) -> Mention:
    """A mention with its doubt multiplied; what is doubtful by itself is not made more so."""
    doubt = 1 - mention.confidence
    doubted = doubt * factor if factor < 1 else max(doubt, min(doubt * factor, _MOST_DOUBT))
    return replace(mention, confidence=round(1 - doubted, 3))


def _overlapping(names: list[Name], start: int, end: int) -> list[Name]:
    """The names, sorted and apart from each other, that share a character with start:end of the printed text."""
    last = bisect_left(names, end, key=lambda name: name.printed[0])
    first = last
    while first and names[first - 1].printed[1] > start:
        first -= 1
    return names[first:last]


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    before = bisect_left(spans, (end, 0))
    return before > 0 and spans[before - 1][1] > start


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
