"""The review page: a web application over one run's folder, for reviewers who never see a terminal.

guard (who may speak) ──▶ routes (visitor, list, desk, quality, try) ──▶ templates ──▶ the browser, little script
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from extract.review.app.desk_pages import desk_router
from extract.review.app.form_pages import form_router
from extract.review.app.guard import Guard
from extract.review.app.list_pages import list_router
from extract.review.app.page import STATIC, Pages
from extract.review.app.quality_pages import quality_router
from extract.review.app.reading import Reader
from extract.review.app.try_pages import try_router
from extract.review.app.visitor_pages import visitor_router
from extract.review.app.words import words
from extract.review.desk import Desk

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def create_app(
    desk: Desk, hosts: Iterable[str] = LOOPBACK, token: str | None = None, reviewer: str | None = None
) -> Guard:
    """An ASGI application. `hosts` are the names under which it answers (guard.py); with a `token` it answers only
    visitors who came with it. `reviewer` is the name of visitors who gave none."""
    pages, reader = Pages(desk.folder.resolve().name, reviewer), Reader()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        reader.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    for router in (
        visitor_router(pages),
        list_router(desk, pages),
        desk_router(desk, pages),
        form_router(desk, pages, reader),
        quality_router(desk, pages),
        try_router(pages, reader),
    ):
        app.include_router(router)

    @app.get("/static/base.css")
    def base() -> Response:
        """The style that the reports have too."""
        return FileResponse(Path(str(files("extract.self_contained") / "base.css")), media_type="text/css")

    app.mount("/static", StaticFiles(directory=STATIC))

    @app.exception_handler(HTTPException)
    async def told(request: Request, error: HTTPException) -> Response:
        if error.headers and "location" in error.headers:
            return RedirectResponse(error.headers["location"], error.status_code)
        visitor = pages.visitor(request)
        page = words(visitor.language)["page"]
        heading = page.not_found if error.status_code == 404 else page.error
        return pages.page("message", visitor, error.status_code, here="", heading=heading)

    return Guard(app, set(hosts), token)
