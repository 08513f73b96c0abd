"""Try it: a page or a text is read at once, and nothing of it is kept."""

from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from extract.review.app.guard import is_from_our_page
from extract.review.app.page import Pages, Visitor
from extract.review.app.reading import PATIENCE, Reader, ReadingError
from extract.review.app.view import panels_of
from extract.review.app.words import words
from extract.review.state import reviewed
from extract.schema import Article


def try_router(pages: Pages, reader: Reader) -> APIRouter:
    """The routes of the page."""
    router = APIRouter()

    @router.get("/try")
    def ask(request: Request) -> Response:
        return pages.page("try", pages.visitor(request), here="/try", wrong="", pasted="")

    @router.post("/try")
    def read(
        request: Request,
        pasted: Annotated[str, Form()] = "",
        file: Annotated[UploadFile | None, File()] = None,
        csrf: Annotated[str, Form()] = "",
    ) -> Response:
        if not is_from_our_page(request.scope, csrf):
            raise HTTPException(403)
        visitor = pages.visitor(request)
        said = words(visitor.language)["try"]
        content = file.file.read() if file and file.filename else pasted.encode("utf-8", "replace")
        if not content.strip():
            return pages.page("try", visitor, 422, here="/try", wrong=said.empty, pasted="")
        is_text = bool(file and (file.filename or "").lower().endswith(".txt"))
        try:
            article = reader.extract(content, "text" if is_text else None)
        except ReadingError as error:
            why = said[error.code].format(n=PATIENCE)
            return pages.page("try", visitor, 422, here="/try", wrong=said.failed.format(why=why), pasted=pasted)
        if article.status != "ok":
            why = article.error.message if article.error else said.no_article
            return pages.page("try", visitor, 422, here="/try", wrong=said.failed.format(why=why), pasted=pasted)
        return _shown(pages, visitor, article)

    return router


def _shown(pages: Pages, visitor: Visitor, article: Article) -> Response:
    stands = reviewed(article, [], _none)
    return pages.page("tried", visitor, here="/try", **panels_of(stands, visitor.language, can_decide=False))


def _none(digest: str) -> Article:
    raise KeyError(digest)
