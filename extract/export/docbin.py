"""spaCy's DocBin: one token a character, so that every span lies on token edges."""

import os
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from extract.export.annotated import Annotated

# A DocBin is built whole in memory.
_DOCS_IN_A_FILE = 1_000


def write_docbin(annotated: Iterable[Annotated], path: Path) -> int:
    """Writes .spacy files of a thousand Docs each, `x.spacy`, `x-2.spacy` …, each complete or not there; gives the
    number of Docs. spaCy reads them together where it is given their folder.

    `doc.spans["studyfacts"]` holds the facts, label = field and kb_id = value; `doc.user_data["studyfacts"]` holds the
    article's id and all facts with records and attributes as plain mappings.
    """
    remaining = iter(annotated)
    written = files = 0
    while (some := list(islice(remaining, _DOCS_IN_A_FILE))) or not files:
        files += 1
        written += len(some)
        _write(some, path if files == 1 else path.with_name(f"{path.stem}-{files}{path.suffix}"))
    return written


def _write(some: list[Annotated], path: Path) -> None:
    import spacy
    from spacy.tokens import Doc, DocBin, Span

    vocab = spacy.blank("zh").vocab
    # Nothing but the characters is said of a token: thirteen columns less for each.
    bin_ = DocBin(attrs=["ORTH"], store_user_data=True)
    for one in some:
        doc = Doc(vocab, words=list(one.text), spaces=[False] * len(one.text))
        doc.spans["studyfacts"] = [Span(doc, span.start, span.end, span.label, kb_id=span.value) for span in one.spans]
        doc.user_data["studyfacts"] = {"id": one.id, "facts": [asdict(span) for span in one.spans]}
        bin_.add(doc)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(bin_.to_bytes())
    os.replace(part, path)
