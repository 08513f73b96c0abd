"""The list of articles, with filters, sorting and pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import Response

from extract.review.app.page import Pages, Visitor
from extract.review.app.sieve import sieve
from extract.review.app.words import words
from extract.review.desk import Desk
from extract.review.listing import Filters, Sort

_MOST_SITES = 200


def list_router(desk: Desk, pages: Pages) -> APIRouter:
    """The route of the list."""
    router = APIRouter()

    @router.get("/")
    def articles(
        visitor: Annotated[Visitor, Depends(pages.named)],
        filters: Annotated[Filters, Depends(sieve)],
        sort: Sort = "doubt",
        cursor: str | None = None,
    ) -> Response:
        try:
            found = desk.articles(filters, sort, cursor)
        except ValueError as error:
            raise HTTPException(404) from error
        said = words(visitor.language)
        choices = desk.choices()
        return pages.page(
            "list",
            visitor,
            here="/",
            counts=desk.counts(),
            found=found,
            sort=sort,
            chosen=_chosen(filters),
            flags=[(code, said["flag_names"][code], count) for code, count in choices.flags.items()],
            fields_offered=[(code, said["fields"][code], count) for code, count in choices.fields.items()],
            reviewers=[(name, name, count) for name, count in choices.reviewers.items()],
            sites=[(site, site, count) for site, count in list(choices.sites.items())[:_MOST_SITES]],
        )

    return router


def _chosen(filters: Filters) -> dict[str, str | None]:
    """The query's values for filters, for selects and links."""
    return {
        "text": filters.text,
        "review": filters.review,
        "flag": filters.flag,
        "field": filters.field,
        "below": None if filters.below is None else f"{filters.below:g}",
        "reviewer": filters.reviewer,
        "site": filters.site,
    }
