"""A new extraction of an article that was reviewed: what people decided holds on where its words still stand.

What a person confirmed, corrected or added is so whatever the program says now: it is carried over where quote and
context are as they were. Where they are not, or the program now reads another value there, a person is asked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.review.acts import State, apply, begin
from extract.review.decisions import Decision, DecisionError
from extract.review.facts import Fact, Span
from extract.review.places import Places
from extract.schema import Article

_OF_FACTS = ("accept", "reject", "correct", "move", "add")

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
    for decision in decisions:
        carrying.take_over(decision)
    carrying.comments()
    carrying.ending()
    return carrying.carried, [*carrying.asked.values()]


class _Carrying:
    """The old state as it came to be, and the new one as it grows."""

    def __init__(self, old: Article, decisions: Sequence[Decision], new: Article) -> None:
        self.decisions = decisions
        self.places = Places(old.text, new.text)
        self.first = self.then = begin(old)
        self.now = begin(new)
        self.carried: list[Decision] = []
        self.asked: dict[str, Asked] = {}
        self.keys: dict[str, str] = {}
        made = {one.after["record_id"] for one in decisions if one.action == "split"}
        self._ever = self.first.records.keys() | made
        self.record_ids = {"": "", **_same_records(self.first, self.now, self.places)}

    def take_over(self, decision: Decision) -> None:
        """One decision after the other, as each changes what the next meets."""
        self.then = apply(self.then, decision)
        if decision.action == "split":
            self._split(decision)
        elif decision.action == "merge" or (decision.target and decision.target[0] in self._ever):
            self._record_decision(decision)
        elif decision.action in _OF_FACTS:
            for key in decision.target or [f"added:{decision.id}"]:
                self._fact(self.then.facts[key], decision)

    # What became of whole records.

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
        targets = [found for key in decision.target if (found := self._key(key))]
        self._take(replace(decision, target=targets, after=decision.after | {"record_id": fresh}, comment=""))

    def _key(self, key: str) -> str | None:
        """The key in the new extraction of the fact that bears a key in the old one."""
        found = self._standing(self.first.facts.get(key))
        return self.keys.get(key) or (found.key if found else None)

    # What was said of facts.

    def _fact(self, fact: Fact, decision: Decision) -> None:
        self.asked.pop(fact.key, None)
        known = self.keys.get(fact.key)
        if fact.status == "rejected":
            self._reject(fact, decision, known)
            return
        record_id = self.record_ids.get(fact.record_id)
        spans = [place for span in fact.spans if (place := self.places.find(span))]
        if record_id is None or (record_id and record_id not in self.now.records):
            self._ask(decision, "record_gone", fact)
        elif not spans:
            self._ask(decision, "quote_gone", fact)
        elif known:
            self._say(fact, decision, self.now.facts[known], spans, record_id)
        elif code := self._established(fact, decision, record_id, spans):
            self._ask(decision, code, fact)

    def _established(self, fact: Fact, last: Decision, record_id: str, spans: list[Span]) -> Code | None:
        """Makes the new extraction say what the reviewer said; the code of what stands against it, else None."""
        there = [one for one in self._at(fact.field, spans) if one.record_id == record_id]
        same = next((one for one in there if one.value == fact.value), None) or self._standing(fact.was or fact)
        if same:
            self.keys[fact.key] = same.key
            self._say(fact, last, same, spans, record_id)
            return None
        if there:
            return "value_changed"
        after = {
            "field": fact.field,
            "record_id": record_id,
            "value": msgspec.to_builtins(fact.value),
            "spans": spans,
        }
        own = fact.key.removeprefix("added:") if fact.key.startswith("added:") else self._id(last)
        if not self._take(_again(last, own, "add", [], after)):
            return "not_possible"
        self.keys[fact.key] = f"added:{own}"
        return None

    def _say(self, fact: Fact, last: Decision, target: Fact, spans: list[Span], record_id: str) -> None:
        """Says of a fact of the new extraction what was said of the old one."""
        keeps_places = fact.status == "accepted" or not fact.changes & {"boundary"}
        places = target.spans if keeps_places and fact.status != "added" else tuple(spans)
        acts: list[tuple[str, Any]] = []
        if (target.field, target.value, target.spans) != (fact.field, fact.value, places):
            acts.append(
                ("correct", {"value": msgspec.to_builtins(fact.value), "field": fact.field, "spans": list(places)})
            )
        if target.record_id != record_id:
            acts.append(("move", {"record_id": record_id}))
        for action, after in acts or [("accept", None)]:
            if not self._take(_again(last, self._id(last), action, [target.key], after)):
                self._ask(last, "not_possible", fact)

    def _id(self, decision: Decision) -> str:
        return f"{decision.id}~{len(self.carried)}"

    def _reject(self, fact: Fact, last: Decision, known: str | None) -> None:
        """What the new extraction does not claim needs no rejection."""
        found = self.now.facts[known] if known else self._standing(fact.was or fact)
        if found:
            self.keys[fact.key] = found.key
            self._take(_again(last, self._id(last), "reject", [found.key], None))

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
            key = self._key(fact.key) if fact.comments else None
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
        if open_ or any(one.decision.id not in dismissed for one in self.asked.values()):
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
        self.asked[fact.key if fact else decision.id] = Asked(decision, code, *_MESSAGES[code], fact)


def _again(last: Decision, id: str, action: Any, target: list[str], after: Any) -> Decision:
    """A decision of the same person at the same time; its comment is carried apart."""
    return replace(last, id=id, action=action, target=target, after=after, comment="", before=None)


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
