"""The form in which a fact is mended or added, and the values that the rules propose for it."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import PlainTextResponse, Response

from extract.review.app.desk_pages import opens
from extract.review.app.form import inputs
from extract.review.app.page import Pages, Visitor
from extract.review.app.reading import Reader, ReadingError
from extract.review.app.words import words
from extract.review.desk import Desk
from extract.review.state import ReviewedArticle
from extract.schema import VALUE_OF_FIELD

# Characters on each side of a selection that the rules read with it.
_AROUND = 120


def form_router(desk: Desk, pages: Pages, reader: Reader) -> APIRouter:
    """The routes of the form."""
    router, opened = APIRouter(), opens(desk)

    @router.get("/form")
    def form(
        visitor: Annotated[Visitor, Depends(pages.named)],
        stands: Annotated[ReviewedArticle, Depends(opened)],
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
        value = msgspec.to_builtins(fact.value) if is_same and fact else _proposed(reader, stands, asked, start, end)
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
    def propose(
        visitor: Annotated[Visitor, Depends(pages.named)],
        stands: Annotated[ReviewedArticle, Depends(opened)],
        field: str,
        start: int,
        end: int,
    ) -> Response:
        if field not in VALUE_OF_FIELD:
            raise HTTPException(404)
        return Response(
            msgspec.json.encode(_proposed(reader, stands, field, start, end)), media_type="application/json"
        )

    return router


def _proposed(reader: Reader, stands: ReviewedArticle, field: str, start: int, end: int) -> dict[str, Any]:
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


def _records(stands: ReviewedArticle, visitor: Visitor) -> list[tuple[str, str]]:
    desk = words(visitor.language)["desk"]
    named = [(one.id, desk.record.format(number=number)) for number, one in enumerate(stands.records, 1)]
    return [*named, ("", desk.no_record)]
