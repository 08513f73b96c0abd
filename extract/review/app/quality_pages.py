"""How good the extraction is as reviewed so far, and how the reviewers agree."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from extract.review.app.page import Pages, Visitor
from extract.review.desk import Desk
from extract.review.quality import quality, share

_MOST_FINDERS = 40


def quality_router(desk: Desk, pages: Pages) -> APIRouter:
    """The route of the page."""
    router = APIRouter()

    @router.get("/quality")
    def figures(visitor: Annotated[Visitor, Depends(pages.named)]) -> Response:
        found = quality(desk)
        shares = [one.precision for one in found.fields.values()]
        return pages.page(
            "quality",
            visitor,
            here="/quality",
            counts=found.counts,
            found=found,
            whole=share(sum(one.right for one in shares), sum(one.of for one in shares)),
            finders=[one for one in found.finders if one.precision.of][:_MOST_FINDERS],
        )

    return router
