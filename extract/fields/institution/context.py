"""What stands around a name: whether it is an institution of a study at all, and in which role."""

from typing import Protocol

from extract.rules import RuleSet
from extract.schema import InstitutionKind, InstitutionRole
from extract.segment import Document

_BEFORE = 14
_AFTER = 16


class Placed(Protocol):
    start: int
    core: int
    end: int
    kind: InstitutionKind


class Context:
    def __init__(self, rules: RuleSet) -> None:
        def words(name: str) -> tuple[str, ...]:
            return rules.words(f"institution/{name}")

        self._void_after = words("void_after")
        self._void_before = words("void_before")
        self._supplier_before = words("supplier_before")
        self._supplier_after = words("supplier_after")
        self._sponsor_before = words("sponsor_before")
        self._site_before = words("site_before")
        self._site_after = words("site_after")
        self._author_before = words("author_before")
        self._author_after = words("author_after")

    def is_void(self, doc: Document, name: Placed) -> bool:
        """The name stands for a journal, scale, committee, fund, an author's past or a supplier."""
        text = doc.text
        if text.startswith(self._void_after, name.core) or text.startswith(self._void_after, name.end):
            return True
        before = text[max(name.start - _BEFORE, 0) : name.start]
        if any(word in before for word in self._void_before):
            return True
        return name.kind == "company" and self._is_supplier(text, name, before)

    def _is_supplier(self, text: str, name: Placed, before: str) -> bool:
        if any(word in before for word in self._supplier_before):
            return True
        in_brackets = before.endswith("(") and text[name.end - 2 : name.end] != "公司"
        return in_brackets or self._sells(text, name) or text.startswith(self._supplier_after, name.end)

    def _sells(self, text: str, name: Placed) -> bool:
        """A product's name behind a company inside a line, as in 用Agilent公司C18柱."""
        behind = text[name.end : name.end + 2].removeprefix("的")[:1]
        return behind.isascii() and behind.isalnum() and name.start > 0 and text[name.start - 1] != "\n"

    def role(self, doc: Document, name: Placed) -> InstitutionRole | None:
        text = doc.text
        before = text[max(name.start - _BEFORE, 0) : name.start].rstrip(": ")
        if before.endswith(self._sponsor_before):
            return "sponsor"
        if text.startswith(self._site_after, name.end) or before.endswith(self._site_before):
            return "site"
        if before.endswith(self._author_before) or text.startswith(self._author_after, name.end):
            return "author"
        return None
