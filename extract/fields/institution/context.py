"""What stands around a name: whether it is an institution of a study at all, and in which role."""

import re
from collections.abc import Sequence
from typing import Protocol

from extract.rules import RuleSet, one_of
from extract.schema import InstitutionKind, InstitutionRole
from extract.segment import Document

_BEFORE = 14  # characters looked at
_LABEL = 20  # of which a label or an affiliation's number may take
_YEAR = re.compile("(?:19|20)[0-9]{2}[年./-]")
# An affiliation's number, or a postcode and a place: 2.某医院, 100039 北京,某医院
_DIGIT = re.compile("[0-9]")
_AFFILIATION = re.compile(r"(?:(?:^|[\n;(\[])[ ]?[0-9]{1,2}[\].、]?[ ]?|(?<![0-9])[0-9]{6}[ ,]?[一-鿿]{0,6}[ ,]{0,2})$")


# Behind an affiliation: a place and its postcode, or a Chinese address in English
_ADDRESS = re.compile(
    r"(?:[,;. (]{1,2}[一-鿿]{0,8}[ ,]{0,2}[0-9]{6}(?![0-9])"
    r"|,[ ][A-Z][a-z']{2,12}(?:,?[ ](?:[0-9]{6}|[A-Z][a-z']{2,12})){0,3},?[ ](?:P\.?[ ]?R\.?[ ]?)?China)"
)
# Between the names of one enumeration: signs, authors in brackets, a country
_ENUMERATED = re.compile(r"(?:\([^()\n]{2,24}\))?[、/,; ]{1,2}|\(|(?:[、,;]|以?及|[与和]|[ ]and[ ])[一-鿿]{0,4}")
_SENTENCE_END = ("。", ";", "!", "?", "\n")
_CLAUSE_END = (*_SENTENCE_END, ",")
_SITE_BEHIND = 24  # characters in which the words for a site count
_AUTHOR_BEHIND = 90


class Placed(Protocol):
    start: int
    core: int
    end: int
    kind: InstitutionKind


def _soon_behind(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words at most ten characters on in the same phrase."""
    return re.compile(rf"(?:神经|[^的患均经通,、。;:()\s]){{0,10}}?{one_of(words)}")


def _label(before: str) -> str:
    """What stands before a name without the signs that part them."""
    return before.removesuffix("The ").rstrip(": \n】]|")


class Context:
    def __init__(self, rules: RuleSet) -> None:
        def words(name: str) -> tuple[str, ...]:
            return rules.words(f"institution/{name}")

        self._void_after = words("void_after")
        self._furniture = rules.pattern("institution/furniture_behind")
        self._scale_made = rules.pattern("institution/scale_made")
        self._education = words("education_after")
        self._registry = rules.pattern("institution/registry_behind")
        # 斯坦福大学健康评估问卷
        self._scale = _soon_behind(words("scale"))
        self._void_before = re.compile(one_of(words("void_before")))
        self._supplier_before = re.compile(one_of(words("supplier_before")))
        self._supplier_after = words("supplier_after")
        self._sponsor_before = words("sponsor_before")
        self._sponsor_after = words("sponsor_after")
        self._on_trial = re.compile(one_of(words("product_on_trial")))
        self._site_before = words("site_before")
        self._site_after = words("site_after")
        self._author_before = words("author_before")
        self._author_after = words("author_after")
        self._site_behind = re.compile(one_of((*_CLAUSE_END, *words("site_behind"))))
        self._author_behind = re.compile(one_of((*_SENTENCE_END, *words("author_behind"))))
        self._countries = words("countries")
        # single characters by which most names are passed over: comparing all the words of a list takes longer
        self._first_of_void = frozenset(word[0] for word in self._void_after)
        followers = (*self._sponsor_after, *self._site_after, *self._author_after)
        self._first_of_followers = frozenset(word[0] for word in followers)
        labels = (*self._sponsor_before, *self._site_before, *self._author_before)
        self._last_of_labels = frozenset(label[-1] for label in labels)
        self._last_of_countries = frozenset(country[-1] for country in self._countries)

    def is_void(self, doc: Document, name: Placed) -> bool:
        """The name stands for a journal, scale, committee, fund, an author's past or a supplier."""
        text = doc.text
        is_void = text[name.end : name.end + 1] in self._first_of_void and text.startswith(self._void_after, name.end)
        if is_void or self._registry.match(text, name.end) or self._furniture.match(text, name.end):
            return True
        if name.kind == "university" and self._is_of_a_scale_or_a_past(text, name):
            return True
        before = text[max(name.start - _BEFORE, 0) : name.start]
        if self._void_before.search(before):
            return True
        return name.kind == "company" and self._is_supplier(doc, name, before)

    def _is_of_a_scale_or_a_past(self, text: str, name: Placed) -> bool:
        """斯坦福大学编制的健康评估问卷, and the university where somebody studied."""
        if text.startswith(self._education, name.end) or self._scale_made.match(text, name.end):
            return True
        return bool(self._scale.match(text, name.core))

    def _is_supplier(self, doc: Document, name: Placed, before: str) -> bool:
        text = doc.text
        if _label(before).endswith(self._sponsor_before):
            return False
        if self._supplier_before.search(before):
            return True
        if before.endswith("由") and self._on_trial.search(before):
            return False
        in_brackets = before.endswith("(") and text[name.end - 2 : name.end] != "公司"
        return in_brackets or self._sells(doc, name) or text.startswith(self._supplier_after, name.end)

    def _sells(self, doc: Document, name: Placed) -> bool:
        """A product's name behind a company inside a line, as in 用Agilent公司C18柱; cells are none, as in
        科济药业的CAR-T产品."""
        text = doc.text
        product = name.end + text.startswith("的", name.end)
        behind = text[product : product + 1]
        if (
            not (behind.isascii() and behind.isalnum())
            or _YEAR.match(text, product)
            or name.start == 0
            or text[name.start - 1] == "\n"
        ):
            return False
        return all(match.start != product for match in doc.matches.get("cell_type", ()))

    def roles(self, doc: Document, names: Sequence[Placed]) -> list[InstitutionRole | None]:
        """The role of each name of a document in text order; names in one enumeration share theirs."""
        roles = [self._role(doc.text, name) for name in names]
        pairs = list(zip(names, names[1:], range(len(names) - 1), strict=False))
        joined = [index for one, other, index in pairs if _ENUMERATED.fullmatch(doc.text, one.end, other.start)]
        for index in joined:
            roles[index + 1] = roles[index + 1] or roles[index]
        for index in reversed(joined):
            roles[index] = roles[index] or roles[index + 1]
        return roles

    def _role(self, text: str, name: Placed) -> InstitutionRole | None:
        before = text[max(name.start - _LABEL, 0) : name.start]
        if before[-1:] in self._last_of_countries and before.endswith(self._countries):
            before = before.removesuffix(next(filter(before.endswith, self._countries)))
        label = _label(before)
        followed = text[name.end : name.end + 1] in self._first_of_followers
        if followed or label[-1:] in self._last_of_labels:
            beside = self._role_beside(text, name.end, label)
            if beside:
                return beside
        if (_DIGIT.search(before) and _AFFILIATION.search(before)) or _ADDRESS.match(text, name.end):
            return "author"
        return self._role_of_clause(text, name.end)

    def _role_beside(self, text: str, end: int, label: str) -> InstitutionRole | None:
        """What the label before a name or the word right behind it says."""
        if label.endswith(self._sponsor_before) or text.startswith(self._sponsor_after, end):
            return "sponsor"
        if text.startswith(self._site_after, end) or label.endswith(self._site_before):
            return "site"
        if label.endswith(self._author_before) or text.startswith(self._author_after, end):
            return "author"
        return None

    def _role_of_clause(self, text: str, end: int) -> InstitutionRole | None:
        """What is said behind a name: 某医院2019年收治的60例, 某医院联合另一医院在《…》上发表."""
        found = self._site_behind.search(text, end, end + _SITE_BEHIND)
        if found and found[0] not in _CLAUSE_END:
            return "site"
        found = self._author_behind.search(text, end, end + _AUTHOR_BEHIND)
        return "author" if found and found[0] not in _SENTENCE_END else None
