"""spaCy's DocBin: one token a character, so that every span lies on token edges."""

import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from extract.export.annotated import Annotated


def write_docbin(annotated: Iterable[Annotated], path: Path) -> int:
    """Writes one .spacy file, complete or not at all; gives the number of Docs.

    `doc.spans["studyfacts"]` holds the facts, label = field and kb_id = value; `doc.user_data["studyfacts"]` holds the
    article's id and all facts with records and attributes as plain mappings.
    """
    import spacy
    from spacy.tokens import Doc, DocBin, Span

    vocab = spacy.blank("zh").vocab
    bin_ = DocBin(store_user_data=True)
    written = 0
    for one in annotated:
        written += 1
        doc = Doc(vocab, words=list(one.text), spaces=[False] * len(one.text))
        doc.spans["studyfacts"] = [Span(doc, span.start, span.end, span.label, kb_id=span.value) for span in one.spans]
        doc.user_data["studyfacts"] = {"id": one.id, "facts": [asdict(span) for span in one.spans]}
        bin_.add(doc)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(bin_.to_bytes())
    os.replace(part, path)
    return written
