"""Rules and model decide together: the one place where what both say of a name is joined.

Where they overlap, the rules' boundary and value stand: on pages that neither had seen they were right far more often
than the model where both differed. The model's word changes how sure a mention is. A name that only the model finds
becomes a mention if its probability is high enough and no generic word stands in it.
"""

import re
from bisect import bisect_left

from msgspec.structs import replace

from extract.ner.model import Finder, Found
from extract.rules import RuleSet
from extract.schema import Field, InstitutionKind, InstitutionValue, JournalValue, Mention
from extract.segment import Document

_FIELDS: dict[str, Field] = {
    "hospital": "institution",
    "university": "institution",
    "institute": "institution",
    "company": "institution",
    "organisation": "institution",
    "journal": "journal",
    "cell_type": "cell_type",
}
_KINDS: dict[str, InstitutionKind] = {
    "hospital": "hospital",
    "university": "university",
    "institute": "institute",
    "company": "company",
    "organisation": "other",
}
# What a second opinion does to the doubt (one less confidence) of a rule's mention.
_AGREED, _CUT_OTHERWISE, _UNSEEN = 0.5, 1.5, 2.0
_LEAST = {"institution": 0.95, "journal": 0.95}  # probability from which a name that only the model finds counts
_BETWEEN_DEPARTMENT = re.compile(r"[ ,:/-]{0,2}")

Span = tuple[int, int]


class Joined:
    """Built once with the rules and a model."""

    def __init__(self, rules: RuleSet, model: Finder) -> None:
        self._model = model
        self._source = f"ner:{model.name}"
        self._issn = {name: entry.get("issn") for name, entry in rules.lexicon("journals").by_name.items()}
        self._void = rules.pattern("model/void")

    def join(self, doc: Document, mentions: list[Mention]) -> list[Mention]:
        """The mentions of a document, those of names with the model's opinion, and what only the model found; sorted
        as they came."""
        found = self._model.find(doc)
        spans = [doc.shadow.span(one.start, one.end) for one in found]
        weighed = [self._weighed(mention, found, spans) for mention in mentions]
        alone = self._alone(doc, mentions, found, spans)
        return sorted([*weighed, *alone], key=lambda one: (one.start, -one.end, one.field))

    def _weighed(self, mention: Mention, found: list[Found], spans: list[Span]) -> Mention:
        if mention.field not in _LEAST and mention.field != "cell_type":
            return mention
        factor = _UNSEEN
        for number in _overlapping(spans, mention.start, mention.end):
            if _FIELDS.get(found[number].label) == mention.field:
                start, end = spans[number]
                same = start == mention.start and (end == mention.end or _has_department(mention))
                factor = min(factor, _AGREED if same else _CUT_OTHERWISE)
        return replace(mention, confidence=round(1 - min((1 - mention.confidence) * factor, 1), 4))

    def _alone(self, doc: Document, mentions: list[Mention], found: list[Found], spans: list[Span]) -> list[Mention]:
        taken = sorted((one.start, one.end) for one in mentions if one.field in ("institution", "journal", "title"))
        taken_spans = _merged(taken)
        made = []
        for number, one in enumerate(found):
            field = _FIELDS.get(one.label)
            if field not in _LEAST or one.probability < _LEAST[field]:
                continue
            if any(True for _ in _overlapping(taken_spans, *spans[number])) or self._is_void(doc, one):
                continue
            value: InstitutionValue | JournalValue
            end = one.end
            if field == "journal":
                value = JournalValue(
                    doc.plain(one.start, one.end), self._issn.get(doc.shadow.folded[one.start : one.end])
                )
            else:
                department = _department(doc, found, number)
                value = InstitutionValue(doc.plain(one.start, one.end), _KINDS[one.label], None)
                if department:
                    end = department.end
                    value = replace(value, department=doc.plain(department.start, department.end))
            first, last = doc.shadow.span(one.start, end)
            quote = doc.printed[first:last]
            made.append(Mention(field, first, last, quote, value, self._source, round(one.probability, 4)))
        return made

    def _is_void(self, doc: Document, one: Found) -> bool:
        return one.end - one.start < 3 or bool(self._void.search(doc.text, one.start, one.end))


def _department(doc: Document, found: list[Found], number: int) -> Found | None:
    """The department that the model found right behind a name."""
    if number + 1 == len(found) or found[number + 1].label != "department":
        return None
    behind = found[number + 1]
    between = _BETWEEN_DEPARTMENT.fullmatch(doc.text, found[number].end, behind.start)
    return behind if between and behind.probability > 0.7 else None


def _has_department(mention: Mention) -> bool:
    return bool(getattr(mention.value, "department", None))


def _overlapping(spans: list[Span], start: int, end: int) -> range:
    """Numbers of the spans, sorted and apart from each other, that share a character with start:end."""
    last = bisect_left(spans, (end, 0))
    first = last
    while first and spans[first - 1][1] > start:
        first -= 1
    return range(first, last)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
