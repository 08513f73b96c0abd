"""Label Studio's tasks as a JSON list, and the labelling interface that shows them.

Format: https://labelstud.io/guide/predictions and https://labelstud.io/guide/task_format. Offsets in a Text tag are
code points in the editor (selection-tools.js, `fixCodePointsInRange`) and its exports; CR and LF count as one each.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import msgspec

from extract import __version__
from extract.export.annotated import Annotated, Span
from extract.labels import FIELDS

# Colours of the fields, far enough apart on white.
_COLOURS = (
    *("#5b6770", "#0f6b62", "#8a4fbf", "#b9770e", "#3367a8", "#8c5a2b"),
    *("#1f8a3b", "#c0392b", "#d2527f", "#6c7a1f", "#2e86ab", "#555599"),
)


def write_labelstudio(annotated: Iterable[Annotated], path: Path) -> int:
    """Writes the tasks to `path`, complete or not at all, and the interface to `x-labels.xml` beside it; gives the
    number of tasks. What people marked is an annotation, what rules and models found a prediction."""
    part = path.with_name(f"{path.name}.part")
    written = 0
    try:
        with part.open("wb") as file:
            for written, one in enumerate(annotated, 1):
                file.write((b"[\n" if written == 1 else b",\n") + msgspec.json.encode(_task(one)))
            file.write(b"\n]\n" if written else b"[]\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    path.with_name(f"{path.stem}-labels.xml").write_text("\n".join(_interface()) + "\n", "utf-8", newline="\n")
    return written


def _task(one: Annotated) -> dict[str, object]:
    found = {"result": [_region(number, span, one.text) for number, span in enumerate(one.spans, 1)]}
    data = {"text": one.text, "article_id": one.id, **one.about}
    if one.by_people:
        return {"data": data, "annotations": [found]}
    return {"data": data, "predictions": [{"model_version": f"studyfacts {__version__}", **found}]}


def _region(number: int, span: Span, text: str) -> dict[str, object]:
    """The normalised value, records and attributes stand in the region's notes."""
    records = [f"record: {record}" for record in span.records]
    attributes = [f"{name}: {value}" for name, value in span.attributes.items()]
    return {
        "id": f"f{number}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": text[span.start : span.end],
            "labels": [span.label],
        },
        "meta": {"text": [span.value, *records, *attributes]},
    }


def _interface() -> Iterator[str]:
    yield '<View>\n  <Labels name="label" toName="text">'
    for (field, (zh, en)), colour in zip(FIELDS.items(), _COLOURS, strict=True):
        yield f'    <Label value="{field}" background="{colour}" hint={quoteattr(f"{zh} {en}")}/>'
    yield '  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n</View>'
