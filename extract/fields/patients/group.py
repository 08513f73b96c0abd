"""The name of the group with which a number of people stands: 观察组52例, 44例作为对照组."""

from extract.fields.patients.signs import Signs
from extract.rules import Match

# A group's name has no more characters than this.
_LABEL = 26


def group_at(before: str, behind: str, match: Match, signs: Signs) -> tuple[int, int] | None:
    """Where the name is printed, in the shadow; `before` and `behind` are the words around the match."""
    if match.rule.id == "patients.bare":
        printed = match.groups.span("label")
        return printed if (match["label"] or "").endswith(signs.group) else None
    end = max(before.rfind(word) + len(word) if word in before else 0 for word in signs.group)
    if end and signs.label_tail.fullmatch(before, end):
        label = signs.label_stop.split(before[max(end - _LABEL, 0) : end])[-1]
        return _named(label, match.start - len(before) + end, signs)
    if signs.group[0] in behind:
        found = signs.label_behind.match(behind) or signs.label_in_brackets.match(behind)
        if found:
            return _named(found["label"], match.end + found.end("label"), signs)
    return None


def class_at(before: str, start: int, signs: Signs) -> tuple[int, int] | None:
    """Where the class of a disease is printed whose people a number counts: Ⅲ期18例, 节段型的31例. `before` are the
    words before the number, which starts at `start`."""
    found = signs.class_before.search(before[-_LABEL:])
    if found is None:
        return None
    shift = start - len(before[-_LABEL:])
    return found.start("label") + shift, found.end("label") + shift


def _named(label: str, end: int, signs: Signs) -> tuple[int, int] | None:
    leads = [lead.end() for lead in signs.label_lead.finditer(label) if lead.end() < len(label) - 1]
    label = (label[leads[-1] :] if leads else label).strip()
    return None if len(label) < 2 or label.endswith(signs.not_label) else (end - len(label), end)
