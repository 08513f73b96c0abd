from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from tests.review.app.serving import HOSTILE, STUDIES, Served, made_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_run(tmp_path_factory.mktemp("review"), {"studies.html": STUDIES, "hostile.html": HOSTILE})


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    server = Served(folder)
    yield server
    server.stop()


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """A reviewer's window."""
    context = browser.new_context(base_url=served.address, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "studyfacts_reviewer", "value": quote("王芳"), "url": served.address}])
    shown = context.new_page()
    yield shown
    context.close()
