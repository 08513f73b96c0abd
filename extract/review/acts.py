"""What each act of a reviewer does to an article's facts and records. Pure: a state and a decision give a new state."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from msgspec.structs import replace

from extract.review.decisions import Decision, DecisionError
from extract.review.facts import Change, Comment, Fact, Record, Span, Status, facts_of, records_of
from extract.review.values import checked_spans, value_of
from extract.schema import Article, Evidence, Field, RecordKind

_LONGEST_COMMENT = 1000  # characters


class State(msgspec.Struct, frozen=True, kw_only=True):
    """An article between two decisions: its text, facts by key, records by id."""

    text: str
    facts: dict[str, Fact]
    records: dict[str, Record]
    done_by: str = ""
    comments: tuple[Comment, ...] = ()
    dismissed: frozenset[str] = frozenset()


def begin(article: Article) -> State:
    """The state before any decision."""
    return State(
        text=article.text,
        facts={fact.key: fact for fact in facts_of(article)},
        records={record.id: record for record in records_of(article)},
    )


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `correct` says of a fact; what is left out stays. `spans` are all its places afterwards."""

    value: dict[str, Any] | None = None
    spans: list[Span] | None = None
    field: Field | None = None


class Addition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `add` says: a fact, whole."""

    field: Field
    record_id: str
    value: dict[str, Any]
    spans: list[Span]


class Removal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where `move` puts facts; "" is no study."""

    record_id: str


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The kind that `correct` gives a record."""

    kind: RecordKind


class NewRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The record for which facts leave in a `split`; the desk gives it its id."""

    kind: RecordKind = "study"
    record_id: str = ""


def apply(state: State, decision: Decision) -> State:
    """The state after a decision. `undo` is none that can be applied: what is undone is never applied.

    Raises DecisionError for a decision that this state does not allow.
    """
    act = _ACTS.get(decision.action)
    if act is None:
        raise DecisionError(f"{decision.action} changes no state by itself")
    if len(decision.comment) > _LONGEST_COMMENT:
        raise DecisionError(f"a comment has at most {_LONGEST_COMMENT} characters")
    return _commented(act(state, decision), decision)


def fold(state: State, decisions: Iterable[Decision]) -> State:
    """The state after decisions, oldest first. Raises DecisionError as `apply` does."""
    for decision in decisions:
        state = apply(state, decision)
    return state


def _accept(state: State, decision: Decision) -> State:
    facts = _targets(state, decision)
    status: dict[Status, Status] = {"corrected": "corrected", "added": "added"}
    decided = [_by(decision, one, status=status.get(one.status, "accepted")) for one in facts]
    for fact in decided:
        state = _put(state, fact)
    return state


def _reject(state: State, decision: Decision) -> State:
    if len(decision.target) == 1 and decision.target[0] in state.records:
        return _without_record(state, decision.target[0], "")
    for fact in _targets(state, decision):
        state = _put(state, _by(decision, fact, status="rejected"))
    return state


def _correct(state: State, decision: Decision) -> State:
    if len(decision.target) == 1 and decision.target[0] in state.records:
        record = replace(state.records[decision.target[0]], kind=_after(decision, Kind).kind)
        return replace(state, records=state.records | {record.id: record})
    fact = _target(state, decision)
    told = _after(decision, Correction)
    field = told.field or fact.field
    if told.value is None and field != fact.field:
        raise DecisionError("another field needs a value of its own")
    value = fact.value if told.value is None else value_of(field, told.value)
    spans = checked_spans(state.text, field, list(fact.spans) if told.spans is None else told.spans)
    if (field, value, spans) == (fact.field, fact.value, fact.spans):
        raise DecisionError("the correction changes nothing; accept the fact if it is right")
    evidence = _evidence(state.text, spans, decision, fact)
    more = fact.more if value == fact.value else {}
    return _put(state, _changed(decision, fact, field=field, value=value, evidence=evidence, more=more))


def _add(state: State, decision: Decision) -> State:
    told = _after(decision, Addition)
    _record(state, told.record_id)
    added = Fact(
        key=f"added:{decision.id}",
        field=told.field,
        record_id=told.record_id,
        value=value_of(told.field, told.value),
        evidence=_evidence(state.text, checked_spans(state.text, told.field, told.spans), decision, None),
        status="added",
        reviewer=decision.reviewer,
        at=decision.at,
    )
    return _put(state, added)


def _move(state: State, decision: Decision) -> State:
    record_id = _record(state, _after(decision, Removal).record_id)
    for fact in _targets(state, decision):
        if fact.record_id == record_id:
            raise DecisionError("the fact is in that record already")
        state = _put(state, _changed(decision, fact, record_id=record_id))
    return state


def _merge(state: State, decision: Decision) -> State:
    if len(set(decision.target)) < 2:
        raise DecisionError("name two records or more to merge")
    first, *others = [_known(state, one) for one in decision.target]
    for other in others:
        state = _without_record(state, other, first)
    return state


def _split(state: State, decision: Decision) -> State:
    told = _after(decision, NewRecord)
    if not told.record_id or told.record_id in state.records:
        raise DecisionError(f"no new record can be called {told.record_id!r}")
    state = replace(state, records=state.records | {told.record_id: Record(id=told.record_id, kind=told.kind)})
    for key in decision.target:
        state = _put(state, replace(_fact(state, key), record_id=told.record_id))
    return state


def _done(state: State, decision: Decision) -> State:
    if state.done_by:
        raise DecisionError(f"the article is done already, by {state.done_by}")
    return replace(state, done_by=decision.reviewer)


def _reopen(state: State, decision: Decision) -> State:
    if not state.done_by:
        raise DecisionError("the article is not done")
    return replace(state, done_by="")


def _comment(state: State, decision: Decision) -> State:
    if not decision.comment.strip():
        raise DecisionError("the comment is empty")
    return state


def _dismiss(state: State, decision: Decision) -> State:
    if not decision.target:
        raise DecisionError("name the decisions that were looked at")
    return replace(state, dismissed=state.dismissed | set(decision.target))


_ACTS: dict[str, Callable[[State, Decision], State]] = {
    "accept": _accept,
    "reject": _reject,
    "correct": _correct,
    "add": _add,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "done": _done,
    "reopen": _reopen,
    "comment": _comment,
    "dismiss": _dismiss,
}


def _after(decision: Decision, of: type[Any]) -> Any:
    try:
        return msgspec.convert(decision.after, of)
    except msgspec.ValidationError as error:
        raise DecisionError(f"{decision.action}: {error}") from error


def _targets(state: State, decision: Decision) -> list[Fact]:
    if not decision.target:
        raise DecisionError(f"{decision.action} needs a fact")
    return [_fact(state, key) for key in dict.fromkeys(decision.target)]


def _target(state: State, decision: Decision) -> Fact:
    if len(decision.target) != 1:
        raise DecisionError(f"{decision.action} is said of one fact at a time")
    return _fact(state, decision.target[0])


def _fact(state: State, key: str) -> Fact:
    found = state.facts.get(key)
    if found is None:
        raise DecisionError(f"no fact {key} stands in this article")
    return found


def _record(state: State, record_id: str) -> str:
    """The id of a record, or "" for no study."""
    return _known(state, record_id) if record_id else record_id


def _known(state: State, record_id: str) -> str:
    if record_id not in state.records:
        raise DecisionError(f"no record {record_id} stands in this article")
    return record_id


def _evidence(text: str, spans: tuple[Span, ...], decision: Decision, fact: Fact | None) -> tuple[Evidence, ...]:
    """What stood before keeps its finder; new places are the reviewer's."""
    former = {(one.start, one.end): one for one in (fact.evidence if fact else ())}
    finder = f"review:{decision.reviewer}"
    return tuple(former.get(span) or Evidence(*span, text[slice(*span)], finder, 1.0) for span in spans)


def _by(decision: Decision, fact: Fact, **changes: Any) -> Fact:
    return replace(fact, reviewer=decision.reviewer, at=decision.at, **changes)


def _changed(decision: Decision, fact: Fact, **changes: Any) -> Fact:
    """The fact with changes; `was` and `changes` say how it differs from what was extracted. Changed back, it is
    accepted."""
    if fact.status == "added":
        return _by(decision, fact, **changes)
    was = fact.was or fact
    now = _by(decision, fact, **changes)
    compared: dict[Change, bool] = {
        "field": now.field == was.field,
        "value": now.value == was.value,
        "boundary": now.spans == was.spans,
        "record": now.record_id == was.record_id,
    }
    differ = frozenset(name for name, same in compared.items() if not same)
    if not differ:
        return replace(now, status="accepted", was=None, changes=differ, more=was.more, evidence=was.evidence)
    return replace(now, status="corrected", was=was, changes=differ)


def _put(state: State, fact: Fact) -> State:
    """The state with a fact in it. Where its record can hold one such value only, a former one that was not rejected
    becomes a fact of no study."""
    facts = dict(state.facts)
    if fact.is_single and fact.record_id and fact.status != "rejected":
        for other in state.facts.values():
            if other.key != fact.key and _excludes(fact, other):
                facts[other.key] = replace(other, record_id="")
    facts[fact.key] = fact
    return replace(state, facts=facts)


def _excludes(fact: Fact, other: Fact) -> bool:
    return other.record_id == fact.record_id and other.slot == fact.slot and other.status != "rejected"


def _without_record(state: State, gone: str, into: str) -> State:
    """The state less a record; its facts go into another one, or to no study. What the other holds once, it keeps."""
    facts = dict(state.facts)
    for fact in state.facts.values():
        if fact.record_id == gone:
            moved = replace(fact, record_id=into)
            held = moved.is_single and any(_excludes(moved, one) for one in facts.values() if one.key != fact.key)
            facts[fact.key] = replace(moved, record_id="") if into and held else moved
    return replace(state, facts=facts, records={key: one for key, one in state.records.items() if key != gone})


def _commented(state: State, decision: Decision) -> State:
    text = decision.comment.strip()
    if not text:
        return state
    comment = Comment(decision.at, decision.reviewer, text)
    keys = [key for key in (*decision.target, f"added:{decision.id}") if key in state.facts]
    if not keys:
        return replace(state, comments=(*state.comments, comment))
    said = {key: replace(state.facts[key], comments=(*state.facts[key].comments, comment)) for key in keys}
    return replace(state, facts=state.facts | said)
