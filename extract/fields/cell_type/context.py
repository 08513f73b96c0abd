"""Whether a name of cells stands for a therapy, or for biology, an institution or a journal."""

from extract.fields.cell_type.names import Name
from extract.fields.cover import Cover
from extract.rules import RuleSet

# How far (characters) the words that tell a therapy, or a measurement, stand from a name.
_NEAR = 14
_CLOSE = 7
_CLAUSE_ENDS = "。;!?\n"


class Context:
    def __init__(self, rules: RuleSet) -> None:
        self._therapy = rules.pattern("cell_type/therapy")
        self._measured_before = rules.pattern("cell_type/measured_before")
        self._measured = rules.words("cell_type/measured")
        self._given_before = rules.words("cell_type/given_before")
        self._given_after = rules.words("cell_type/given_after")
        self._cell_after = rules.words("cell_type/cell_after")
        self._sick_before = rules.words("cell_type/sick_before")
        self._organisation = rules.pattern("cell_type/organisation_after")

    def allows(self, text: str, name: Name, journals: Cover) -> bool:
        """Whether the name counts where it stands in the shadow; a piece of an organisation's name does not."""
        if name.when == "":
            return not self._is_in_longer_name(text, name, journals)
        if name.when == "therapy":
            return self._is_therapy(text, name)
        if name.when == "unmeasured":
            return name.code == "BM-MNC" or not self._is_measured(text, name)
        if name.when == "given":
            return text.startswith(self._given_after, name.end) or text.endswith(self._given_before, 0, name.start)
        if name.when == "transplant":
            return text.startswith(self._given_after, name.end)
        if name.when == "cell":
            return name.printed.endswith("细胞") or text.startswith(self._cell_after, name.end)
        return False

    def _is_in_longer_name(self, text: str, name: Name, journals: Cover) -> bool:
        if name.family not in ("stem", "blood", "mesenchymal", "vesicle"):
            return False
        if text.endswith(self._sick_before, 0, name.start):
            return True
        if text[name.start - 1 : name.start] == "《" and text[name.end : name.end + 1] == "》":
            return True
        if self._organisation.match(text, name.end):
            return True
        return text[name.end - 1].isascii() and journals.holds(name.start, name.end)

    def _is_therapy(self, text: str, name: Name) -> bool:
        if self._is_measured(text, name):
            return False
        before = text[max(name.start - _NEAR, 0) : name.start]
        after = text[name.end : name.end + _NEAR]
        for end in _CLAUSE_ENDS:
            before = before.rpartition(end)[2]
            after = after.partition(end)[0]
        return bool(self._therapy.search(before) or self._therapy.search(after))

    def _is_measured(self, text: str, name: Name) -> bool:
        if text.startswith(self._measured, name.end):
            return True
        return bool(self._measured_before.search(text, max(name.start - _CLOSE, 0), name.start))
