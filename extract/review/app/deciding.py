"""A decision that a page sends, and what it is answered."""

from typing import Any

import msgspec
from msgspec.structs import replace
from starlette.responses import Response

from extract.review.app.form import FormError, read_value
from extract.review.app.page import Pages, Visitor
from extract.review.app.view import panels_of
from extract.review.decisions import Action, Conflict, Decision, DecisionError, Review
from extract.review.desk import Desk, Request
from extract.review.state import ReviewedArticle

# What others decide so on other facts of an article takes nothing from a decision.
_SIMPLE = {"accept", "reject", "correct", "comment", "add"}


class Act(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What the page sends. Who acts is told by the cookie; values of fields are texts, as inputs hold them."""

    id: str
    article_id: str
    action: Action | str
    target: list[str] = []
    after: Any = None
    comment: str = ""
    seen: int
    review: Review = 1


def decided(desk: Desk, pages: Pages, visitor: Visitor, act: Act) -> Response:
    """Takes the decision and answers {"status", "version", "panels", …}: `taken` with the key that it is about,
    `conflict` with the names of those who decided meanwhile, or `refused` with why."""
    try:
        stands = _take(desk, visitor.name, act)
    except Conflict as conflict:
        names = ", ".join(dict.fromkeys(one.reviewer for one in conflict.later))
        return _answer("conflict", desk, pages, visitor, desk.open(act.article_id, act.review), by=names)
    except (DecisionError, FormError) as error:
        return _answer("refused", desk, pages, visitor, desk.open(act.article_id, act.review), why=str(error))
    return _answer("taken", desk, pages, visitor, stands, about=_about(stands, act))


def _answer(status: str, desk: Desk, pages: Pages, visitor: Visitor, stands: ReviewedArticle, **said: str) -> Response:
    panels = pages.text("panels", visitor, **panels_of(stands, visitor.language))
    whole = pages.text("whole", visitor, counts=desk.counts())
    answer = {"status": status, "version": stands.version, "panels": panels, "whole": whole, **said}
    return Response(msgspec.json.encode(answer), media_type="application/json", headers={"cache-control": "no-store"})


def _take(desk: Desk, reviewer: str, act: Act) -> ReviewedArticle:
    if act.action in ("undo", "redo"):
        take = desk.undo if act.action == "undo" else desk.redo
        return take(act.article_id, reviewer, act.id, act.seen, act.review)
    try:
        told = {**msgspec.structs.asdict(act), "after": _read(act), "reviewer": reviewer}
        request: Request = msgspec.convert(told, Request)
    except msgspec.ValidationError as error:
        raise DecisionError(str(error)) from error
    return _decide(desk, request)


def _decide(desk: Desk, request: Request) -> ReviewedArticle:
    try:
        return desk.decide(request)
    except Conflict as conflict:
        if not _is_apart(request, conflict.later):
            raise
        return _decide(desk, replace(request, seen=conflict.version))


def _read(act: Act) -> Any:
    """`after` with the value of a field as its type says."""
    if not isinstance(act.after, dict) or "value" not in act.after:
        return act.after
    return act.after | {"value": read_value(str(act.after.get("field")), act.after["value"])}


def _is_apart(request: Request, later: list[Decision]) -> bool:
    """Whether what others decided meanwhile is about other facts, and changed no record."""
    about = {key for one in later for key in one.target}
    simple = {request.action, *(one.action for one in later)} <= _SIMPLE
    return bool(later) and simple and not about & set(request.target)


def _about(stands: ReviewedArticle, act: Act) -> str:
    """The key of the fact that the page shows next: an added one, or the one whose decision was taken back."""
    if act.action == "add":
        return f"added:{act.id}"
    if act.action in ("undo", "redo"):
        by_id = {one.id: one for one in stands.decisions}
        undone = by_id[act.id]
        while undone.action == "undo":
            undone = by_id[undone.target[0]]
        return next((key for key in undone.target if key in stands.state.facts), "")
    return next((key for key in act.target if key in stands.state.facts), "")
