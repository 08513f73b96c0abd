"""Who the visitor is and how they read: name, language, theme; and the help page."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from extract.review.app.guard import is_from_our_page
from extract.review.app.page import LANGUAGE_COOKIE, REVIEWER_COOKIE, THEME_COOKIE, Pages, goes_to
from extract.review.app.words import words

_YEAR = 365 * 24 * 3600
_LONGEST_NAME = 60


def visitor_router(pages: Pages) -> APIRouter:
    """Routes that need no run."""
    router = APIRouter()

    @router.get("/name")
    def ask(request: Request, next: str = "/") -> Response:
        return pages.page("name", pages.visitor(request), here="", next=next, wrong="")

    @router.post("/name")
    def take(
        request: Request,
        name: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
        csrf: Annotated[str, Form()] = "",
    ) -> Response:
        if not is_from_our_page(request.scope, csrf):
            raise HTTPException(403)
        said = " ".join(name.split())
        if not 1 <= len(said) <= _LONGEST_NAME or not said.isprintable():
            visitor = pages.visitor(request)
            return pages.page("name", visitor, 422, here="", next=next, wrong=words(visitor.language)["name"].wrong)
        return _kept(goes_to(next), REVIEWER_COOKIE, quote(said, safe=""))

    @router.get("/reading")
    def reading(language: str = "", theme: str = "", next: str = "/") -> Response:
        answer = goes_to(next)
        if language in ("zh", "en"):
            _kept(answer, LANGUAGE_COOKIE, language)
        if theme in ("light", "dark"):
            _kept(answer, THEME_COOKIE, theme)
        return answer

    @router.get("/help")
    def help(request: Request) -> Response:
        return pages.page("help", pages.visitor(request), here="/help")

    return router


def _kept(answer: RedirectResponse, cookie: str, value: str) -> RedirectResponse:
    answer.set_cookie(cookie, value, max_age=_YEAR, httponly=True, samesite="strict")
    return answer
