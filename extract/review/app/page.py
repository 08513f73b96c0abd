"""Pages made of templates: in the reviewer's language and theme, with whatever articles wrote shown as text."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from extract.printable import printable
from extract.review.app.told import told
from extract.review.app.words import Language, words

REVIEWER_COOKIE = "studyfacts_reviewer"
LANGUAGE_COOKIE = "studyfacts_language"
THEME_COOKIE = "studyfacts_theme"

STATIC = Path(__file__).parent / "static"


def environment() -> Environment:
    """Templates that escape every value; characters that turn or hide text are shown as replaced (printable.py)."""
    made = Environment(
        loader=PackageLoader("extract.review.app"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters |= {"told": told, "quoted": _quoted}
    made.globals |= {"query": _query, "zip": zip}
    return made


def _shown(value: Any) -> Any:
    """Markup is the template's own; every other string may come from a page. Lone surrogates have no UTF-8."""
    if not isinstance(value, str) or isinstance(value, Markup) or value.isprintable():
        return value
    return printable(value).encode("utf-8", "replace").decode()


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _query(**values: Any) -> str:
    """A query string of what is set."""
    return urlencode({key: value for key, value in values.items() if value not in (None, "", False)})


class Visitor:
    """Who asks, and how they read: name, language and theme, from the cookies."""

    def __init__(self, request: Request, reviewer: str | None) -> None:
        cookies = request.cookies
        self.name = unquote(cookies.get(REVIEWER_COOKIE, "")) or reviewer or ""
        self.language: Language = "en" if cookies.get(LANGUAGE_COOKIE) == "en" else "zh"
        theme = cookies.get(THEME_COOKIE, "")
        self.theme: Literal["light", "dark", ""] = theme if theme in ("light", "dark") else ""  # type: ignore[assignment]
        self.csrf: str = request.scope["csrf"]
        self.address = request.url.path + (f"?{request.url.query}" if request.url.query else "")


class Pages:
    """Renders templates for a visitor. `run` is the name of the run's folder."""

    def __init__(self, run: str, reviewer: str | None) -> None:
        self._environment = environment()
        self._run = run
        self._reviewer = reviewer

    def visitor(self, request: Request) -> Visitor:
        return Visitor(request, self._reviewer)

    def named(self, request: Request) -> Visitor:
        """A visitor who gave a name; others are asked for it first."""
        visitor = self.visitor(request)
        if not visitor.name:
            raise HTTPException(303, headers={"location": f"/name?{_query(next=visitor.address)}"})
        return visitor

    def text(self, name: str, visitor: Visitor, **values: Any) -> str:
        """A template's text for a visitor."""
        template = self._environment.get_template(f"{name}.html.jinja")
        return template.render(visitor=visitor, run=self._run, **words(visitor.language), **values)

    def page(self, name: str, visitor: Visitor, status: int = 200, **values: Any) -> HTMLResponse:
        """An answer that no cache keeps: it changes with every decision."""
        return HTMLResponse(self.text(name, visitor, **values), status, headers={"cache-control": "no-store"})


def goes_to(address: str) -> RedirectResponse:
    """To a page of this app: what is no local path leads to the list."""
    is_local = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return RedirectResponse(address if is_local else "/", 303)
