import pytest

from extract.rules import RuleSet


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    return RuleSet()
