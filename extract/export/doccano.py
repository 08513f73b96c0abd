"""doccano's JSONL for sequence labelling: a line an article, `label` a list of [start, end, field].

Format: https://doccano.github.io/doccano/tutorial/ (import of JSONL with a `label` column). doccano counts code points,
as we do, where the project's "Count grapheme clusters as one character" is off; without "Allow overlapping entity" it
keeps only the first of facts that overlap. All other keys become the example's metadata; `filename` and `upload_name`
are doccano's own.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from extract.export.annotated import Annotated


def write_doccano(annotated: Iterable[Annotated], path: Path) -> int:
    """Writes one file, complete or not at all; gives the number of articles. Empty texts, which doccano refuses, are
    left out."""
    part = path.with_name(f"{path.name}.part")
    written = 0
    try:
        with part.open("wb") as file:
            for one in annotated:
                if one.text:
                    written += 1
                    file.write(msgspec.json.encode(_example(one)) + b"\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return written


def _example(one: Annotated) -> dict[str, object]:
    labels = dict.fromkeys((span.start, span.end, span.label) for span in one.spans)
    return {"text": one.text, "label": sorted(labels), "article_id": one.id, **one.about}
