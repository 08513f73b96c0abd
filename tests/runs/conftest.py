from pathlib import Path

import msgspec
import pytest

from tests.runs.studyfacts import results, studyfacts, write_pages


class Undisturbed(msgspec.Struct):
    """Pages, and what a run over them wrote that nothing came in the way of."""

    pages: Path
    results: tuple[bytes, bytes]


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    pages = write_pages(folder / "pages", range(150), paragraphs=12)
    assert studyfacts("run", pages, "-o", folder / "out", "--workers", 1, "--quiet").returncode == 0
    return Undisturbed(pages, results(folder / "out"))
