from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from extract.extractor import Extractor
from extract.schema import Article

CORPUS = Path(__file__).parents[2] / "corpus" / "gold" / "dev"
_PAGES = (
    "b1-04-nonunion-news",
    "b1-15-registry-list",
    "b2-09-abs-affil",
    "b2-11-abs-tcm-english",
    "b2-03-roundup-taiwan",
    "b2-19-nothing-hospital-intro",
)


class Pages(list[Article]):
    """Articles that a failing test names in a word."""

    def __repr__(self) -> str:
        return "pages"


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """What rules find on pages of news, lists of trials, bilingual abstracts, a round-up, and one without a study."""
    extractor = Extractor(model=None)
    pages = [(CORPUS / f"{name}.html").read_text("utf-8") for name in _PAGES]
    return Pages(
        extractor.extract(page, source=f"site/{name}.html", id=name) for name, page in zip(_PAGES, pages, strict=True)
    )


@pytest.fixture
def run_of(tmp_path: Path) -> Callable[[list[Article]], Path]:
    """Writes articles as a run's folder; a second call is a new run into the same folder."""

    def write(articles: list[Article]) -> Path:
        lines = b"".join(msgspec.json.encode(article) + b"\n" for article in articles)
        part = tmp_path / "articles.jsonl.part"
        part.write_bytes(lines)
        part.replace(tmp_path / "articles.jsonl")
        return tmp_path

    return write
