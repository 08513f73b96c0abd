"""Whether a name of cells stands for a therapy, or for biology, an institution, a journal or a law."""

from extract.fields.cell_type.names import Name
from extract.fields.cover import Cover
from extract.rules import RuleSet

# How far (characters) the words that tell a therapy, that the cells are given, or a measurement, stand from a name.
_NEAR = 14
_GIVEN_BEFORE = 5
_GIVEN_AFTER = 12
_CLOSE = 7
_LONGEST_TITLE = 40
# The code of what is as often kept in a bank as given.
_BANKED = "UCB"
# The code of what CAR-T cells are made of.
_MADE_INTO = "T"
_CLAUSE_ENDS = "。;!?\n"
# Names that count all over an article once a place tells that the cells are given (cell_types.tsv).
_ONCE_GIVEN = ("therapy", "product", "spelt")


class Context:
    def __init__(self, rules: RuleSet) -> None:
        self._therapy = rules.pattern("cell_type/therapy")
        self._measured_before = rules.pattern("cell_type/measured_before")
        self._raw_before = rules.pattern("cell_type/raw_before")
        self._raw_after = rules.pattern("cell_type/raw_after")
        self._sold = rules.pattern("cell_type/sold")
        self._stored_before = rules.pattern("cell_type/stored_before")
        self._measured = rules.words("cell_type/measured")
        self._given_before = rules.words("cell_type/given_before")
        self._given_after = rules.words("cell_type/given_after")
        self._put_before = rules.pattern("cell_type/put_before")
        self._put_after = rules.pattern("cell_type/put_after")
        self._grown_before = rules.pattern("cell_type/grown_before")
        self._cell_after = rules.words("cell_type/cell_after")
        self._cell_before = rules.words("cell_type/cell_before")
        self._sick_before = rules.words("cell_type/sick_before")
        self._organisation = rules.pattern("cell_type/organisation_after")
        self._law = rules.pattern("cell_type/law_after")

    def kept(self, text: str, named: list[Name], journals: Cover) -> list[Name]:
        """The names that count. Cells that are given somewhere in the article are those of the therapy elsewhere too;
        an abbreviation counts beside the name that the article spells out."""
        told = [self._allows(text, name, journals) for name in named]
        given = {name.key for name, allowed in zip(named, told, strict=True) if allowed and name.when in _ONCE_GIVEN}
        spelt = {name.code for name, allowed in zip(named, told, strict=True) if allowed and not name.is_short}
        return [
            name
            for name, allowed in zip(named, told, strict=True)
            if allowed
            or (name.when in _ONCE_GIVEN and name.key in given and not self._is_measured(text, name))
            or (name.when == "spelt" and name.code in spelt and name.code != "OTHER")
        ]

    def _allows(self, text: str, name: Name, journals: Cover) -> bool:
        """Whether the name counts where it stands in the shadow; a piece of a longer name does not."""
        if name.when == "":
            return not self._is_in_longer_name(text, name, journals)
        if name.code == _MADE_INTO and self._is_raw(text, name):
            return False
        if name.when in ("therapy", "nearby"):
            return not self._is_measured(text, name) and (name.origin is not None or self._is_therapy(text, name))
        if name.when == "unmeasured":
            return name.code == "BM-MNC" or not self._is_measured(text, name)
        if name.when in ("given", "product"):
            return self._is_given(text, name)
        if name.when == "transplant":
            return text.startswith(self._given_after, name.end)
        if name.when in ("cell", "spelt"):
            return self._is_called_cell(text, name)
        return False

    def _is_in_longer_name(self, text: str, name: Name, journals: Cover) -> bool:
        if name.family not in ("stem", "blood", "mesenchymal", "vesicle"):
            return False
        if text.endswith(self._sick_before, 0, name.start):
            return True
        if text[name.start - 1 : name.start] == "《" and text[name.end : name.end + 1] == "》":
            return True
        if self._organisation.match(text, name.end) or self._is_in_law(text, name):
            return True
        return text[name.end - 1].isascii() and journals.holds(name.start, name.end)

    def _is_in_law(self, text: str, name: Name) -> bool:
        opening = text.rfind("《", max(name.start - _LONGEST_TITLE, 0), name.start)
        if opening < 0 or "》" in text[opening : name.start]:
            return False
        return self._law.match(text, name.end) is not None

    def _is_therapy(self, text: str, name: Name) -> bool:
        before, after = _clause(text, name, _NEAR, _NEAR)
        if self._therapy.search(before) or self._therapy.search(after):
            return True
        return name.code != _BANKED and bool(self._sold.search(before) or self._sold.search(after))

    def _is_given(self, text: str, name: Name) -> bool:
        """Whether the cells are somebody's own or a donor's, grown for it, or put into the body right here."""
        if self._grown_before.search(text, max(name.start - _NEAR, 0), name.start):
            return True
        if name.origin is not None or text.startswith(self._given_after, name.end):
            return True
        if text.endswith(self._given_before, 0, name.start):
            return True
        if name.when != "product" or self._is_measured(text, name):
            return False
        before, after = _clause(text, name, _GIVEN_BEFORE, _GIVEN_AFTER)
        return bool(self._put_before.search(before) or self._put_after.search(after))

    def _is_called_cell(self, text: str, name: Name) -> bool:
        """Whether an abbreviation is one of cells here: it says so, or its source, or that it is given."""
        if name.printed.endswith("细胞") or text.startswith(self._cell_after, name.end):
            return True
        if name.when != "spelt":
            return False
        if text.endswith(self._cell_before, 0, name.start):
            return True
        return not name.is_short or text.startswith(self._given_after, name.end) or name.origin is not None

    def _is_raw(self, text: str, name: Name) -> bool:
        """Whether the cells are only drawn, and made into others that are given."""
        before = self._raw_before.search(text, max(name.start - _NEAR, 0), name.start)
        return bool(before or self._raw_after.match(text, name.end))

    def _is_measured(self, text: str, name: Name) -> bool:
        if text.startswith(self._measured, name.end):
            return True
        before = max(name.start - _CLOSE, 0), name.start
        if name.code == _BANKED and self._stored_before.search(text, *before):
            return True
        return bool(self._measured_before.search(text, *before))


def _clause(text: str, name: Name, before: int, after: int) -> tuple[str, str]:
    """What stands before and after a name, so many characters, within its sentence."""
    left, right = text[max(name.start - before, 0) : name.start], text[name.end : name.end + after]
    for end in _CLAUSE_ENDS:
        left, right = left.rpartition(end)[2], right.partition(end)[0]
    return left, right
