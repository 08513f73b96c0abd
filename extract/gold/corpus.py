"""The corpus on disk: a manifest and its gold pages, each with the bytes in which the web would serve it."""

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from extract.gold.check import errors
from extract.gold.marks import GoldError, GoldPage, read_marks

MANIFEST = "manifest.tsv"
MANIFEST_COLUMNS = ("id", "split", "kind", "script", "encoding", "writer", "patterns")


@dataclass(frozen=True)
class GoldArticle:
    """One gold article. `kind`, `script`, `encoding` and `patterns` are its line in the manifest."""

    id: str
    split: str
    kind: str
    script: str
    encoding: str
    patterns: tuple[str, ...]
    path: Path

    @cached_property
    def page(self) -> GoldPage:
        """Raises GoldError, naming the file, where the page is no gold page."""
        try:
            page = read_marks(self.path.read_text("utf-8"))
        except (GoldError, UnicodeDecodeError) as error:
            raise GoldError(f"{self.path}: {error}") from error
        wrong = next(errors(page), None)
        if wrong:
            raise GoldError(f"{self.path}: {wrong}")
        return page

    @property
    def bytes(self) -> bytes:
        """The raw page in its encoding; a character that the encoding lacks becomes a numeric entity."""
        return self.page.raw.encode(self.encoding, "xmlcharrefreplace")


def read_corpus(folder: Path) -> list[GoldArticle]:
    """The gold articles of a folder, by name. Their manifest stands in the folder or the one above; a folder without a
    manifest is read as UTF-8 pages of no kind. Raises GoldError for a folder without gold pages, a page that the
    manifest does not name, or an unknown encoding."""
    paths = sorted(folder.rglob("*.html"))
    if not paths:
        raise GoldError(f"{folder} holds no gold pages (*.html); give a folder such as corpus/gold/test")
    manifest = next((place / MANIFEST for place in (folder, folder.parent) if (place / MANIFEST).is_file()), None)
    if manifest is None:
        return [GoldArticle(path.stem, folder.name, "-", "-", "utf-8", (), path) for path in paths]
    lines = _manifest(manifest)
    unnamed = [path for path in paths if path.stem not in lines]
    if unnamed:
        raise GoldError(f"{unnamed[0]} has no line in {manifest}; add one")
    return [_article(lines[path.stem], path, manifest) for path in paths]


def digest(articles: list[GoldArticle]) -> str:
    """SHA-256 over all pages and their encodings: figures of two digests must not be compared."""
    total = hashlib.sha256()
    for article in articles:
        total.update(f"{article.id}\0{article.encoding}\0".encode())
        total.update(hashlib.sha256(article.path.read_bytes()).digest())
    return total.hexdigest()


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(reader.fieldnames or ()) != MANIFEST_COLUMNS:
            raise GoldError(f"{path}: the first line must be {' '.join(MANIFEST_COLUMNS)}, parted by tabs")
        lines = list(reader)
    for number, line in enumerate(lines, 2):
        if None in line or None in line.values():
            raise GoldError(f"{path}: line {number} has not {len(MANIFEST_COLUMNS)} columns")
    return {line["id"]: line for line in lines}


def _article(line: dict[str, str], path: Path, manifest: Path) -> GoldArticle:
    try:
        "".encode(line["encoding"])
    except LookupError as error:
        raise GoldError(f"{manifest}: {line['id']}: unknown encoding {line['encoding']!r}") from error
    patterns = tuple(code for code in line["patterns"].split(",") if code)
    return GoldArticle(line["id"], line["split"], line["kind"], line["script"], line["encoding"], patterns, path)
