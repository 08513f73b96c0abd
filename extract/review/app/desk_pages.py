"""The desk: an article with its facts, and the decisions that come from it."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from extract.review.app.deciding import Act, decided
from extract.review.app.form import inputs
from extract.review.app.guard import CSRF_HEADER, is_from_our_page
from extract.review.app.page import Pages, Visitor, goes_to
from extract.review.app.reading import Reader, ReadingError
from extract.review.app.sieve import sieve
from extract.review.app.view import address_of, link_of, panels_of
from extract.review.app.words import words
from extract.review.decisions import Review
from extract.review.desk import Desk
from extract.review.listing import Filters
from extract.review.state import ReviewedArticle
from extract.schema import VALUE_OF_FIELD

# Characters on each side of a selection that the rules read with it.
_AROUND = 120


async def _body(request: Request) -> bytes:
    return await request.body()


def desk_router(desk: Desk, pages: Pages, reader: Reader) -> APIRouter:
    """The routes of the desk."""
    router = APIRouter()

    def opened(id: str, review: int = 1) -> ReviewedArticle:
        try:
            return desk.open(id, _which(review))
        except KeyError as error:
            raise HTTPException(404) from error

    Opened = Annotated[ReviewedArticle, Depends(opened)]  # noqa: N806
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
    def article(visitor: Who, stands: Opened) -> Response:
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

    @router.get("/form")
    def form(
        visitor: Who,
        stands: Opened,
        key: str = "",
        field: str = "",
        record: str = "",
        start: int = -1,
        end: int = -1,
    ) -> Response:
        fact = stands.state.facts.get(key)
        asked = field or (fact.field if fact else "institution")
        if asked not in VALUE_OF_FIELD or (key and fact is None):
            return PlainTextResponse(words(visitor.language)["say"].no_such, 404)
        is_same = fact is not None and fact.field == asked
        value = msgspec.to_builtins(fact.value) if is_same and fact else proposed(stands, asked, start, end)
        return pages.page(
            "form",
            visitor,
            key=key,
            field=asked,
            record=record,
            records=_records(stands, visitor),
            inputs=inputs(asked, value),
        )

    @router.get("/propose")
    def propose(visitor: Who, stands: Opened, field: str, start: int, end: int) -> Response:
        if field not in VALUE_OF_FIELD:
            raise HTTPException(404)
        return Response(msgspec.json.encode(proposed(stands, field, start, end)), media_type="application/json")

    def proposed(stands: ReviewedArticle, field: str, start: int, end: int) -> dict[str, Any]:
        """What the rules read at a span; nothing where it is none, or reading failed: the reviewer writes it."""
        text = stands.article.text
        if not 0 <= start < end <= len(text):
            return {}
        first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
        line_end = text.find("\n", end)
        last = min(len(text) if line_end < 0 else line_end, end + _AROUND)
        try:
            return reader.propose(field, text[first:last], start - first, end - first)
        except ReadingError:
            return {}

    return router


def _which(review: int) -> Review:
    return 2 if review == 2 else 1


def _records(stands: ReviewedArticle, visitor: Visitor) -> list[tuple[str, str]]:
    desk = words(visitor.language)["desk"]
    named = [(one.id, desk.record.format(number=number)) for number, one in enumerate(stands.records, 1)]
    return [*named, ("", desk.no_record)]
