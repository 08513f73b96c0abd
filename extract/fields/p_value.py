"""p-values: a comparison of P with a number that a study reports."""

from extract.fields import longest
from extract.rules import Match, RuleSet
from extract.schema import Mention, PValue
from extract.segment import Document


class PValueReader:
    def __init__(self, rules: RuleSet) -> None:
        self._level_before = rules.words("p_value/level_before")
        self._level_after = rules.words("p_value/level_after")

    def find(self, doc: Document) -> list[Mention]:
        """The p-values of a document, without chosen levels of significance."""
        found = longest(doc.matches.get("p_value", ()))
        return [self._mention(doc, match) for match in found if not self._is_level(doc, match)]

    def _is_level(self, doc: Document, match: Match) -> bool:
        return doc.text.endswith(self._level_before, 0, match.start) or doc.text.startswith(
            self._level_after, match.end
        )

    def _mention(self, doc: Document, match: Match) -> Mention:
        value = PValue(op=match["op"], value=float(match["value"] or 0))  # type: ignore[arg-type]
        return doc.mention("p_value", match.start, match.end, value, match.rule)
