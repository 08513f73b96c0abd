"""Identifiers of trials and papers: numbers of registries, DOIs, PMIDs."""

from extract.fields import longest
from extract.rules import Match, RuleSet
from extract.schema import IdentifierValue, Mention
from extract.segment import Document

_SENTENCE_SIGNS = ".,;:-_/"
_PAIRS = {")": "(", "]": "["}


class IdentifierReader:
    def __init__(self, rules: RuleSet) -> None:
        pass

    def find(self, doc: Document) -> list[Mention]:
        """The identifiers of a document, each spelled as its registry spells it, without blanks."""
        return [_mention(doc, match) for match in longest(doc.matches.get("identifier", ()))]


def _mention(doc: Document, match: Match) -> Mention:
    end = _doi_end(doc.text, match.start, match.end) if match.rule.normaliser == "doi" else match.end
    number = _SPELLED[match.rule.normaliser](match, doc.text[match.start : end].replace(" ", ""))
    return doc.mention("identifier", match.start, end, IdentifierValue(match.rule.set["registry"], number), match.rule)


def _doi_end(text: str, start: int, end: int) -> int:
    """A DOI may hold brackets and points; those that end a sentence or close an earlier bracket are not its own."""
    while end > start:
        last = text[end - 1]
        inner = text[start:end]
        unpaired = last in _PAIRS and inner.count(last) > inner.count(_PAIRS[last])
        if not unpaired and last not in _SENTENCE_SIGNS and last not in "([":
            break
        end -= 1
    return end


def _joined(match: Match, printed: str) -> str:
    return printed.upper().replace("-", "").replace(":", "")


def _chictr(match: Match, printed: str) -> str:
    if match["new"]:
        return f"ChiCTR{match['new'].replace(' ', '')}"
    return f"ChiCTR-{(match['kind'] or '').upper()}-{(match['old'] or '').replace(' ', '')}"


def _japan(match: Match, printed: str) -> str:
    return printed if printed[0] not in "Jj" or "RCT" not in printed else f"j{printed[1:]}"


def _as_printed(match: Match, printed: str) -> str:
    return printed


_SPELLED = {"joined": _joined, "chictr": _chictr, "japan": _japan, "doi": _as_printed, "as_printed": _as_printed}
