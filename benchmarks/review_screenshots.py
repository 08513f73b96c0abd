"""Screenshots of the review page for docs/screenshots: each page, light and dark, Chinese and English.

    python -m benchmarks.review_screenshots [FOLDER]

It extracts corpus/examples, reviews a part of them, and needs Debian's chromium.
"""

import shutil
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from extract.review.app import create_app
from extract.review.desk import Desk, Request
from extract.runs.batch import run
from extract.runs.line import Settings
from extract.runs.local_engine import run_local

_COLOURS = 96
_SIZE = {"width": 1280, "height": 800}
_MODES = [("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark")]
_TRIED = "corpus/examples/03-journal-abstract-gvhd.html"


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "肝病与干细胞"
        run(
            ["corpus/examples"],
            out,
            settings=Settings(),
            engine=run_local,
            workers=2,
            formats=["jsonl"],
            fresh=True,
            quiet=True,
        )
        with Desk(out) as desk:
            shown = _reviewed(desk)
            with _served(desk) as address, sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                for language, theme in _MODES:
                    _shoot(browser, address, language, theme, shown, folder)
                browser.close()


def _reviewed(desk: Desk) -> str:
    """Reviews half of the articles, each some way; gives the id of one that is half done."""
    ids = [row.id for row in desk.articles(size=40).rows]
    for number, id in enumerate(ids[: len(ids) // 2]):
        who = ("王芳", "李明")[number % 2]
        stands = desk.open(id)
        for place, fact in enumerate(stands.left[: len(stands.left) - 5 if number % 3 else None]):
            action = "reject" if fact.doubt > 0.3 and place % 2 else "accept"
            stands = _decide(desk, stands.version, id, who, action, [fact.key])
        if not stands.left:
            _decide(desk, stands.version, id, who, "done", [])
    return next(row.id for row in desk.articles(sort="left").rows if row.review == "begun")


def _decide(desk: Desk, seen: int, id: str, who: str, action: str, target: list[str]):  # type: ignore[no-untyped-def]
    request = Request(id=uuid.uuid4().hex, article_id=id, reviewer=who, action=action, target=target, seen=seen)  # type: ignore[arg-type]
    return desk.decide(request)


@contextmanager
def _served(desk: Desk) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(desk, reviewer="王芳"), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _shoot(browser: Browser, address: str, language: str, theme: str, article: str, folder: Path) -> None:
    page = browser.new_page(viewport=_SIZE, color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{address}/reading?language={language}&theme={theme}")

    def kept(name: str) -> None:
        path = folder / f"{name}-{language}-{theme}.png"
        page.screenshot(path=path)
        with Image.open(path) as image:
            image.convert("P", palette=Image.Palette.ADAPTIVE, colors=_COLOURS).save(path, optimize=True)

    for name, path in (("list", "/"), ("quality", "/quality"), ("help", "/help")):
        page.goto(address + path)
        kept(name)
    page.goto(f"{address}/article?id={article}")
    page.wait_for_selector("html[data-ready]")
    kept("desk")
    if (language, theme) in (("zh", "light"), ("en", "dark")):
        page.keyboard.press("e")
        page.wait_for_selector("form.mend")
        kept("mend")
    page.goto(f"{address}/try")
    page.fill("textarea", Path(_TRIED).read_text("utf-8"))
    page.click("form.try button")
    page.wait_for_selector("html[data-ready]")
    kept("try")
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/screenshots"))
