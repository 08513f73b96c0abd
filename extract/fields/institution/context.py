"""What stands around a name: whether it is an institution of a study at all, and in which role."""

import re
from typing import Protocol

from extract.rules import RuleSet
from extract.schema import InstitutionKind, InstitutionRole
from extract.segment import Document

_BEFORE = 14  # characters looked at
# An affiliation's number, or a postcode and a place: 2.某医院, 100039 北京,某医院
_AFFILIATION = re.compile(r"(?:(?:^|[\n;(\[])[ ]?[0-9]{1,2}[\].、]?[ ]?|(?<![0-9])[0-9]{6}[ ,]?[一-鿿]{0,6}[ ,]{0,2})$")


class Placed(Protocol):
    start: int
    core: int
    end: int
    kind: InstitutionKind


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or "(?!)")


def _soon_behind(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words at most ten characters on in the same phrase."""
    return re.compile(rf"(?:神经|[^的患均经通,、。;:()\s]){{0,10}}?(?:{_any_of(words).pattern})")


class Context:
    def __init__(self, rules: RuleSet) -> None:
        def words(name: str) -> tuple[str, ...]:
            return rules.words(f"institution/{name}")

        self._void_after = words("void_after")
        # 斯坦福大学健康评估问卷
        self._scale = _soon_behind(words("scale"))
        # 北京大学第三医院医学科学研究伦理委员会, but not 某医院的患者均经伦理审查
        self._committee = _soon_behind(words("committee"))
        self._void_before = _any_of(words("void_before"))
        self._supplier_before = _any_of(words("supplier_before"))
        self._supplier_after = words("supplier_after")
        self._sponsor_before = words("sponsor_before")
        self._site_before = words("site_before")
        self._site_after = words("site_after")
        self._author_before = words("author_before")
        self._author_after = words("author_after")

    def is_void(self, doc: Document, name: Placed) -> bool:
        """The name stands for a journal, scale, committee, fund, an author's past or a supplier."""
        text = doc.text
        if text.startswith(self._void_after, name.end) or self._committee.match(text, name.core):
            return True
        if name.kind == "university" and self._scale.match(text, name.core):
            return True
        before = text[max(name.start - _BEFORE, 0) : name.start]
        if self._void_before.search(before):
            return True
        return name.kind == "company" and self._is_supplier(text, name, before)

    def _is_supplier(self, text: str, name: Placed, before: str) -> bool:
        if self._supplier_before.search(before):
            return True
        in_brackets = before.endswith("(") and text[name.end - 2 : name.end] != "公司"
        return in_brackets or self._sells(text, name) or text.startswith(self._supplier_after, name.end)

    def _sells(self, text: str, name: Placed) -> bool:
        """A product's name behind a company inside a line, as in 用Agilent公司C18柱."""
        behind = text[name.end : name.end + 2].removeprefix("的")[:1]
        return behind.isascii() and behind.isalnum() and name.start > 0 and text[name.start - 1] != "\n"

    def role(self, doc: Document, name: Placed) -> InstitutionRole | None:
        text = doc.text
        before = text[max(name.start - _BEFORE, 0) : name.start]
        label = before.removesuffix("The ").rstrip(": \n")
        if label.endswith(self._sponsor_before):
            return "sponsor"
        if text.startswith(self._site_after, name.end) or label.endswith(self._site_before):
            return "site"
        if label.endswith(self._author_before) or text.startswith(self._author_after, name.end):
            return "author"
        return "author" if _AFFILIATION.search(before) else None
