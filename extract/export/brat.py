"""brat's standoff format: a .txt and an .ann file an article, and the annotation.conf that brat needs.

Format: https://brat.nlplab.org/standoff.html. A span over several lines becomes a discontinuous one, as brat wants it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.evaluation.facts import FIELDS
from extract.export.annotated import Annotated, Span

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60  # characters; file systems hold 255 bytes
_LINE_ENDS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def write_brat(annotated: Iterable[Annotated], path: Path) -> int:
    """Writes a folder; gives the number of articles. Values and attributes stand in notes (`#1 AnnotatorNotes`),
    records in `Record` attributes, one a study, by their names within the article."""
    path.mkdir(parents=True, exist_ok=True)
    records: set[str] = set()
    stems: set[str] = set()
    for one in annotated:
        stem = _name(one.id, stems)
        (path / f"{stem}.txt").write_text(_LINE_ENDS.sub("\n", one.text), "utf-8", newline="\n")
        (path / f"{stem}.ann").write_text("".join(f"{line}\n" for line in _lines(one)), "utf-8", newline="\n")
        records |= {_within(one, record) for span in one.spans for record in span.records}
    configuration = ["[entities]", *FIELDS, "[relations]", "[events]", "[attributes]"]
    if records:
        configuration.append(f"Record\tArg:<ENTITY>, Value:{'|'.join(sorted(records))}")
    (path / "annotation.conf").write_text("\n".join(configuration) + "\n", "utf-8", newline="\n")
    return len(stems)


def _name(id_: str, taken: set[str]) -> str:
    """A file's name for an article, unlike all that are taken, where capitals do not count either."""
    stem = name = _UNSAFE.sub("_", id_).strip(".")[:_LONGEST_NAME] or "_"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}~{number}"
    taken.add(name.casefold())
    return name


def _within(one: Annotated, record: str) -> str:
    """`01` for the record `ARTICLE-01`: brat shows all values of an attribute in one list."""
    return record.removeprefix(f"{one.id}-")


def _lines(one: Annotated) -> Iterator[str]:
    attributes = 0
    text = _LINE_ENDS.sub("\n", one.text)
    for number, span in enumerate(one.spans, 1):
        pieces = _pieces(text, span)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"T{number}\t{span.label} {places}\t{' '.join(text[start:end] for start, end in pieces)}"
        said = "; ".join([span.value, *(f"{name}={value}" for name, value in span.attributes.items())])
        yield f"#{number}\tAnnotatorNotes T{number}\t{' '.join(said.split())}"
        for record in span.records:
            attributes += 1
            yield f"A{attributes}\tRecord T{number} {_within(one, record)}"


def _pieces(text: str, span: Span) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        if line:
            pieces.append((start, start + len(line)))
        start += len(line) + 1
    return pieces
