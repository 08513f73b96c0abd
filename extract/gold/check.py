"""What is wrong with a gold page: values that say nothing, facts forgotten, roles unknown."""

import re
from collections.abc import Iterator
from typing import get_args

from extract.gold.marks import GoldPage, Mark
from extract.schema import DateRole, DesignCode, InstitutionKind, InstitutionRole, Origin, PatientsRole, Registry

EDTF = re.compile(r"(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?)(?:/(?:\.\.|\d{4}(?:-\d\d(?:-\d\d)?)?))?$")
RECORD = re.compile(r"[pts]\d+$")
# fmt: off
CODES = frozenset({
    "MSC", "UC-MSC", "UCB-MSC", "BM-MSC", "AD-MSC", "DP-MSC", "SY-MSC", "PL-MSC", "AM-MSC", "MEN-MSC", "HSC", "PBSC",
    "UCB", "ESC", "iPSC", "NSC", "EPC", "BM-MNC", "MNC", "SVF", "EXO", "MSC-EXO", "NK", "CIK", "DC", "CAR-T", "TIL",
    "T", "B", "Treg", "SC", "OTHER",
})
# fmt: on
# For each field: the attributes it must have, and for each attribute the values it may have (None: free).
NEEDED = {
    "institution": ["kind"],
    "date": ["value", "role"],
    "cell_type": ["value"],
    "patients": ["value", "role"],
    "p_value": ["value"],
    "title": ["lang"],
    "design": ["value"],
    "dose": ["value"],
    "follow_up": ["value", "unit"],
    "identifier": ["registry"],
}
ALLOWED: dict[str, dict[str, frozenset[str] | None]] = {
    "institution": {
        "value": None,
        "kind": frozenset(get_args(InstitutionKind)),
        "department": None,
        "role": frozenset(get_args(InstitutionRole)),
    },
    "date": {"value": None, "role": frozenset(get_args(DateRole))},
    "journal": {"value": None},
    "cell_type": {"value": CODES, "name": None, "origin": frozenset(get_args(Origin))},
    "patients": {"value": None, "role": frozenset(get_args(PatientsRole)), "group": None, "pooled": None},
    "p_value": {"value": None, "outcome": None},
    "title": {"value": None, "lang": frozenset({"zh", "en"})},
    "design": {"value": frozenset(get_args(DesignCode))},
    "condition": {"value": None},
    "dose": {"value": None, "per": None},
    "follow_up": {"value": None, "unit": frozenset({"day", "week", "month", "year"})},
    "identifier": {"value": None, "registry": frozenset(get_args(Registry))},
}
_VALUES = {
    "date": EDTF,
    "patients": re.compile(r"\d+$"),
    "p_value": re.compile(r"[<>=≤≥](?:0?\.\d+|[01](?:\.0+)?)$"),
    "dose": re.compile(r"\d+(?:\.\d+)?(?:e\d+)?(?:\.\.\d+(?:\.\d+)?(?:e\d+)?)?$"),
    "follow_up": re.compile(r"\d+(?:\.\d+)?$"),
}
_REPEATED = ("institution", "journal", "cell_type")


def errors(page: GoldPage) -> Iterator[str]:
    """What makes a page useless as gold, a line each."""
    for mark in page.marks:
        yield from (f"{_where(page, mark)}: {what}" for what in _wrong(mark))
    designs: dict[str, set[str]] = {}
    for mark in page.marks:
        if mark.field == "design":
            for record in mark.records:
                designs.setdefault(record, set()).add(mark.attributes.get("value", ""))
    yield from (
        f"record {record} has several designs: {', '.join(sorted(codes))}"
        for record, codes in designs.items()
        if len(codes) > 1
    )


def _wrong(mark: Mark) -> Iterator[str]:
    allowed = ALLOWED.get(mark.field)
    if allowed is None:
        yield f"unknown field {mark.field}; one of {', '.join(ALLOWED)}"
        return
    yield from (f"data-{name} is missing" for name in NEEDED.get(mark.field, ()) if not mark.attributes.get(name))
    for name, value in mark.attributes.items():
        if name == "record":
            continue
        if name not in allowed:
            yield f"data-{name} is no attribute of {mark.field}"
        elif (choices := allowed[name]) is not None and value not in choices:
            yield f'data-{name}="{value}" is none of {", ".join(sorted(choices))}'
    shape = _VALUES.get(mark.field)
    if shape and not shape.match(mark.attributes.get("value", "")):
        yield f'data-value="{mark.attributes.get("value", "")}" is not written as the guidelines say'
    yield from (f'record name "{one}" is none of p1, t1, s1 …' for one in mark.records if not RECORD.match(one))
    if "\n" in mark.text and mark.field not in ("institution", "title", "journal", "cell_type", "condition", "date"):
        yield "the mark runs over several lines"


def doubts(page: GoldPage) -> Iterator[str]:
    """Places where a mark may have been forgotten, a line each; a reader decides."""
    covered = bytearray(len(page.text))
    for mark in page.marks:
        covered[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
    names = {mark.text: mark.field for mark in page.marks if mark.field in _REPEATED and len(mark.text) > 1}
    longest_first = sorted(names.items(), key=lambda one: -len(one[0]))
    patterns = [(re.escape(name), f"{field} marked elsewhere") for name, field in longest_first]
    patterns += [
        (r"\d[\d, ]*\s*(?:例|名|位|人|個|个)(?!次)", "a count"),
        (r"[Pp]\s*(?:值|value)?\s*[均都]?\s*[<>=≤≥＜＞＝〈〉]\s*[0-9０.]+", "a p-value"),
        (r"(?:19|20)\d\d\s*[年./-]\s*\d+|(?:19|20)\d\d\s*年", "a date"),
        (r"(?:干|幹)(?:細|细)胞", "a cell type"),
        (r"医院|醫院|大学|大學|Hospital|University", "an institution"),
        (r"NCT\s*\d{8}|ChiCTR[\w-]+|10\.\d{4,9}/\S+", "an identifier"),
    ]
    for pattern, what in patterns:
        for found in re.finditer(pattern, page.text):
            if not any(covered[found.start() : found.end()]):
                covered[found.start() : found.end()] = b"\1" * len(found[0])
                yield f"…{_context(page.text, found.start(), found.end())}…: {what}?"


def _where(page: GoldPage, mark: Mark) -> str:
    return f"{mark.field} «{mark.text}» in …{_context(page.text, mark.start, mark.end)}…"


def _context(text: str, start: int, end: int) -> str:
    before, quote, after = text[max(0, start - 10) : start], text[start:end], text[end : end + 10]
    return f"{before}[{quote}]{after}".replace("\n", "⏎")
