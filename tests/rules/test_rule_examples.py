"""Every rule finds in its own examples what they mark, with the values they name, and nothing more."""

import pytest

from extract.fields import READERS
from extract.rule_check import check
from extract.rules import RuleSet


@pytest.mark.parametrize("field", READERS)
def test_rules_find_what_their_examples_mark(rules: RuleSet, field: str) -> None:
    assert list(check(rules, field)) == []
