"""Rules are data: this room reads rules/ and finds its matches in a text. It knows no field by name."""

from extract.rules.lexicon import Entry, Lexicon
from extract.rules.load import Example, Rule, RuleError, load, one_of
from extract.rules.match import Match, RuleSet

__all__ = ["Entry", "Example", "Lexicon", "Match", "Rule", "RuleError", "RuleSet", "load", "one_of"]
