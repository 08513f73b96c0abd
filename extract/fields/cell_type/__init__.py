"""Cell types: stem, progenitor and immune cells used as or studied for therapy, and products made of them.

A lexicon names the heads (间充质干细胞, NK细胞, MSCs); what stands before a head gives its source and origin
(自体骨髓来源的).
"""

from extract.fields.cell_type.abbreviations import Abbreviations
from extract.fields.cell_type.context import Context
from extract.fields.cell_type.names import Name, Names
from extract.fields.cover import Cover
from extract.rules import RuleSet
from extract.schema import CellTypeValue, Mention
from extract.segment import Document


class CellTypeReader:
    def __init__(self, rules: RuleSet) -> None:
        self._names = Names(rules)
        self._context = Context(rules)
        self._abbreviations = Abbreviations(rules)

    def find(self, doc: Document) -> list[Mention]:
        """The cells of a document, one mention for each source of an enumeration."""
        named = self._names.find(doc)
        journals = Cover(doc.matches.get("journal", ()))
        kept = self._context.kept(doc.text, named, journals)
        names = self._abbreviations.resolve(doc, named, kept)
        return [_mention(doc, name) for name in names]


def _mention(doc: Document, name: Name) -> Mention:
    value = CellTypeValue(code=name.code, name=name.printed, origin=name.origin, cl_id=name.cl_id)
    return doc.mention("cell_type", name.start, name.end, value, name.rule)
