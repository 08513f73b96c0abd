"""The desk: an article with its facts, and the decisions that come from it."""

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from extract.review.app.deciding import Act, decided
from extract.review.app.guard import CSRF_HEADER, is_from_our_page
from extract.review.app.page import Pages, Visitor, goes_to
from extract.review.app.sieve import sieve
from extract.review.app.view import address_of, link_of, panels_of
from extract.review.app.words import words
from extract.review.decisions import Review
from extract.review.desk import Desk
from extract.review.listing import Filters
from extract.review.state import ReviewedArticle


async def _body(request: Request) -> bytes:
    return await request.body()


def desk_router(desk: Desk, pages: Pages) -> APIRouter:
    """The routes of the desk."""
    router = APIRouter()

    Who = Annotated[Visitor, Depends(pages.named)]  # noqa: N806

    @router.get("/next")
    def next_article(
        visitor: Who, filters: Annotated[Filters, Depends(sieve)], after: str | None = None, review: int = 1
    ) -> Response:
        found = desk.next(visitor.name, after, filters, _which(review))
        if found is None:
            heading = words(visitor.language)["say"].no_more
            return pages.page("message", visitor, here="", heading=heading, counts=desk.counts())
        return goes_to(address_of(found, review))

    @router.get("/article")
    def article(visitor: Who, stands: Annotated[ReviewedArticle, Depends(opens(desk))]) -> Response:
        counts = desk.counts()
        values = panels_of(stands, visitor.language)
        return pages.page("desk", visitor, here="", counts=counts, link=link_of(stands), **values)

    @router.post("/decide")
    def decide(request: Request, visitor: Who, body: Annotated[bytes, Depends(_body)]) -> Response:
        if not is_from_our_page(request.scope, request.headers.get(CSRF_HEADER)):
            return PlainTextResponse(words(visitor.language)["say"].reload, 403)
        try:
            return decided(desk, pages, visitor, msgspec.json.decode(body, type=Act))
        except msgspec.MsgspecError as error:
            return PlainTextResponse(str(error), 400)
        except KeyError as error:
            raise HTTPException(404) from error

    return router


def opens(desk: Desk) -> Callable[..., ReviewedArticle]:
    """What gives routes the article that the query names; where there is none, that is the answer."""

    def opened(id: str, review: int = 1) -> ReviewedArticle:
        try:
            return desk.open(id, _which(review))
        except KeyError as error:
            raise HTTPException(404) from error

    return opened


def _which(review: int) -> Review:
    return 2 if review == 2 else 1
