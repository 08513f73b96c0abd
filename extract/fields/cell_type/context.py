"""Whether a name of cells stands for a therapy, or for biology, an institution or a journal."""

from extract.fields.cell_type.names import Name
from extract.rules import RuleSet
from extract.segment import Document

# How far (characters) the words that tell a therapy, or a measurement, stand from a name.
_NEAR = 14
_CLOSE = 7
_CLAUSE_ENDS = "。;!?\n"


class Context:
    def __init__(self, rules: RuleSet) -> None:
        self._therapy = rules.words("cell_type/therapy")
        self._measured_before = rules.words("cell_type/measured_before")
        self._measured = rules.words("cell_type/measured")
        self._given_before = rules.words("cell_type/given_before")
        self._given_after = rules.words("cell_type/given_after")
        self._cell_after = rules.words("cell_type/cell_after")
        self._sick_before = rules.words("cell_type/sick_before")
        self._organisation = rules.pattern("cell_type/organisation_after")

    def allows(self, doc: Document, name: Name) -> bool:
        """Whether the name counts where it stands. Names that need no context are still no organisation's."""
        text = doc.text
        if name.when == "":
            return not self._is_in_longer_name(doc, name)
        if name.when == "therapy":
            return self._is_therapy(text, name)
        if name.when == "given":
            return text.startswith(self._given_after, name.end) or text.endswith(self._given_before, 0, name.start)
        if name.when == "transplant":
            return text.startswith(self._given_after, name.end)
        if name.when == "cell":
            return name.printed.endswith("细胞") or text.startswith(self._cell_after, name.end)
        return False

    def _is_in_longer_name(self, doc: Document, name: Name) -> bool:
        text = doc.text
        if name.family not in ("stem", "blood", "mesenchymal", "vesicle"):
            return False
        if text.endswith(self._sick_before, 0, name.start):
            return True
        if text[name.start - 1 : name.start] == "《" and text[name.end : name.end + 1] == "》":
            return True
        if self._organisation.match(text, name.end):
            return True
        return text[name.end - 1].isascii() and any(
            other.start <= name.start and name.end <= other.end and other.end - other.start > name.end - name.start
            for other in doc.matches.get("journal", ())
        )

    def _is_therapy(self, text: str, name: Name) -> bool:
        before = text[max(name.start - _NEAR, 0) : name.start]
        after = text[name.end : name.end + _NEAR]
        for end in _CLAUSE_ENDS:
            before = before.rpartition(end)[2]
            after = after.partition(end)[0]
        if any(word in before[-_CLOSE:] for word in self._measured_before) or after.startswith(self._measured):
            return False
        told = before + "|" + after
        return any(word in told for word in self._therapy)
