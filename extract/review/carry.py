"""A new extraction of an article that was reviewed: what people decided holds on where its words still stand.

What a person confirmed, corrected or added is so whatever the program says now: it is carried over where quote and
context are as they were. Where they are not, or the program now reads another value there, a person is asked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.review.acts import DecisionError, State, apply, begin
from extract.review.decisions import Decision
from extract.review.facts import Fact, Record, Span
from extract.review.places import Places
from extract.schema import Article

Code = Literal["quote_gone", "value_changed", "record_gone", "not_settled", "not_possible"]
_MESSAGES: dict[Code, tuple[str, str]] = {
    "quote_gone": ("新正文中找不到原来的词句", "its words no longer stand in the text as they did"),
    "value_changed": ("新的提取结果在此处读出了不同的值", "another value is read there now"),
    "record_gone": ("新的提取结果中没有对应的研究记录", "no record answers the former one"),
    "not_settled": ("有新的内容待核对,文章未标为完成", "something is left to decide on, so the article is not done"),
    "not_possible": ("此决定在新的提取结果上无法执行", "the decision cannot be taken on the new extraction"),
}


class Asked(msgspec.Struct, frozen=True):
    """A decision that could not be carried over; `fact` is how the fact stood after it, None where an article or record
    was meant."""

    decision: Decision
    code: Code
    message: str
    message_en: str
    fact: Fact | None = None


def carry(old: Article, decisions: Sequence[Decision], new: Article) -> tuple[list[Decision], list[Asked]]:
    """Decisions on an old extraction, oldest first and none undone, as decisions on a new one of the same article, and
    those about which a person must be asked. The log stays as it is: this is how it is read."""
    carrying = _Carrying(old, decisions, new)
    carrying.records()
    carrying.facts()
    carrying.comments()
    carrying.ending()
    return carrying.carried, carrying.asked


class _Carrying:
    """The old state as it came to be, and the new one as it grows."""

    def __init__(self, old: Article, decisions: Sequence[Decision], new: Article) -> None:
        self.decisions = decisions
        self.places = Places(old.text, new.text)
        self.first = begin(old)
        self.then = self.first
        for decision in decisions:
            self.then = apply(self.then, decision)
        self.now = begin(new)
        self.carried: list[Decision] = []
        self.asked: list[Asked] = []
        self.keys: dict[str, str] = {}
        self.record_ids = {"": "", **_same_records(self.first, self.now, self.places)}

    # What became of whole records.

    def records(self) -> None:
        for decision in self.decisions:
            if decision.action == "merge" or (decision.target and decision.target[0] in self._ids):
                self._record_decision(decision)
            elif decision.action == "split":
                self._split(decision)

    @property
    def _ids(self) -> dict[str, Record]:
        return self.first.records | self.then.records

    def _record_decision(self, decision: Decision) -> None:
        """Merging, ending and naming of records; a record that the new extraction has no more needs neither of the
        first two."""
        there = [self.record_ids[one] for one in decision.target if one in self.record_ids]
        if decision.action == "merge" and len(set(there)) < 2:
            return
        if not there:
            if decision.action == "correct":
                self._ask(decision, "record_gone")
            return
        self._take(replace(decision, target=there, comment=""))

    def _split(self, decision: Decision) -> None:
        made: str = decision.after["record_id"]
        taken = self.now.records
        fresh = next(one for one in (made, *(f"{made}.{n}" for n in range(1, len(taken) + 2))) if one not in taken)
        self.record_ids[made] = fresh
        targets = [found.key for key in decision.target if (found := self._standing(self.first.facts.get(key)))]
        self._take(replace(decision, target=targets, after=decision.after | {"record_id": fresh}, comment=""))

    # What was said of facts.

    def facts(self) -> None:
        for fact in self.then.facts.values():
            if fact.status == "unreviewed":
                continue
            last = next(one for one in reversed(self.decisions) if _is_about(one, fact))
            self._fact(fact, last)

    def _fact(self, fact: Fact, last: Decision) -> None:
        if fact.status == "rejected":
            self._reject(fact, last)
            return
        record_id = self.record_ids.get(fact.record_id)
        spans = [place for span in fact.spans if (place := self.places.find(span))]
        if record_id is None or (record_id and record_id not in self.now.records):
            self._ask(last, "record_gone", fact)
        elif not spans:
            self._ask(last, "quote_gone", fact)
        elif code := self._established(fact, last, record_id, spans):
            self._ask(last, code, fact)

    def _established(self, fact: Fact, last: Decision, record_id: str, spans: list[Span]) -> Code | None:
        """Makes the new extraction say what the reviewer said; the code of what stands against it, else None."""
        there = [one for one in self._at(fact.field, spans) if one.record_id == record_id]
        same = next((one for one in there if one.value == fact.value), None)
        if same:
            moved = "boundary" in fact.changes and list(same.spans) != spans
            return self._say(fact, last, same, {"spans": spans} if moved else None, record_id)
        former = self._standing(fact.was or fact)
        if former:
            change: dict[str, Any] = {"value": msgspec.to_builtins(fact.value), "field": fact.field, "spans": spans}
            changed = fact.changes & {"value", "field", "boundary"}
            return self._say(fact, last, former, change if changed else None, record_id)
        if there:
            return "value_changed"
        after = {
            "field": fact.field,
            "record_id": record_id,
            "value": msgspec.to_builtins(fact.value),
            "spans": spans,
        }
        own = fact.key.removeprefix("added:") if fact.key.startswith("added:") else f"{last.id}~{len(self.carried)}"
        self.keys[fact.key] = f"added:{own}"
        return None if self._take(_again(last, own, "add", [], after)) else "not_possible"

    def _say(self, fact: Fact, last: Decision, target: Fact, change: dict[str, Any] | None, record: str) -> Code | None:
        """Says of a fact of the new extraction what was said of the old one."""
        self.keys[fact.key] = target.key
        acts: list[tuple[Any, Any]] = []
        if change:
            acts.append(("correct", change))
        if target.record_id != record:
            acts.append(("move", {"record_id": record}))
        for action, after in acts or [("accept", None)]:
            if not self._take(_again(last, f"{last.id}~{len(self.carried)}", action, [target.key], after)):
                return "not_possible"
        return None

    def _reject(self, fact: Fact, last: Decision) -> None:
        """What the new extraction does not claim needs no rejection."""
        found = self._standing(fact.was or fact)
        if found and found.status == "unreviewed":
            self.keys[fact.key] = found.key
            self._take(_again(last, f"{last.id}~{len(self.carried)}", "reject", [found.key], None))

    def _standing(self, fact: Fact | None) -> Fact | None:
        """The fact of the new extraction that says what an extracted one said, in the same record if there is one."""
        if fact is None:
            return None
        spans = [place for span in fact.spans if (place := self.places.find(span))]
        same = [one for one in self._at(fact.field, spans) if one.value == fact.value]
        record = self.record_ids.get(fact.record_id)
        return next((one for one in same if one.record_id == record), None) or next(iter(same), None)

    def _at(self, field: str, spans: list[Span]) -> list[Fact]:
        """The facts of the new state that have one of the spans and that nothing was said of yet."""
        said = set(self.keys.values())
        return [
            one
            for one in self.now.facts.values()
            if one.field == field and one.key not in said and not set(one.spans).isdisjoint(spans)
        ]

    # What was said beside, and the end.

    def comments(self) -> None:
        for comment in self.then.comments:
            self._comment(comment, [])
        for fact in self.then.facts.values():
            found = self._standing(fact.was or fact) if fact.comments and fact.key not in self.keys else None
            key = self.keys.get(fact.key) or (found.key if found else None)
            for comment in fact.comments:
                self._comment(comment, [key] if key else [])

    def _comment(self, comment: Any, target: list[str]) -> None:
        said = Decision(
            id=f"comment~{len(self.carried)}",
            article_id="",
            reviewer=comment.reviewer,
            at=comment.at,
            action="comment",
            target=target,
            comment=comment.text,
        )
        self._take(said)

    def ending(self) -> None:
        """Done stays done where nothing is left to decide on or to ask about."""
        dismissed = self.then.dismissed
        last = next((one for one in reversed(self.decisions) if one.action in ("done", "reopen")), None)
        if dismissed:
            told = next(one for one in reversed(self.decisions) if one.action == "dismiss")
            self._take(_again(told, told.id, "dismiss", sorted(dismissed), None))
        if last is None or last.action == "reopen":
            return
        open_ = any(fact.status == "unreviewed" for fact in self.now.facts.values())
        if open_ or any(one.decision.id not in dismissed for one in self.asked):
            self._ask(last, "not_settled")
        else:
            self._take(replace(last, comment=""))

    def _take(self, decision: Decision) -> bool:
        try:
            self.now = apply(self.now, decision)
        except DecisionError:
            return False
        self.carried.append(decision)
        return True

    def _ask(self, decision: Decision, code: Code, fact: Fact | None = None) -> None:
        self.asked.append(Asked(decision, code, *_MESSAGES[code], fact))


def _again(last: Decision, id: str, action: Any, target: list[str], after: Any) -> Decision:
    """A decision of the same person at the same time; its comment is carried apart."""
    return replace(last, id=id, action=action, target=target, after=after, comment="", before=None)


def _is_about(decision: Decision, fact: Fact) -> bool:
    own = fact.key in decision.target or fact.key == f"added:{decision.id}"
    return own and decision.action not in ("comment", "dismiss")


def _same_records(old: State, new: State, places: Places) -> dict[str, str]:
    """For records of the old extraction those of the new one that share most facts, each at most once."""
    shared: Counter[tuple[str, str]] = Counter()
    by_place: dict[tuple[str, Span], list[Fact]] = {}
    for fact in new.facts.values():
        for span in fact.spans:
            by_place.setdefault((fact.field, span), []).append(fact)
    for fact in old.facts.values():
        for place in filter(None, map(places.find, fact.spans)):
            shared.update((fact.record_id, one.record_id) for one in by_place.get((fact.field, place), ()))
    found: dict[str, str] = {}
    for (before, after), _ in _most_first(shared):
        if before and after and before not in found and after not in found.values():
            found[before] = after
    return found


def _most_first(shared: Counter[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], int]]:
    return iter(sorted(shared.items(), key=lambda one: (-one[1], one[0][0] != one[0][1], one[0])))
