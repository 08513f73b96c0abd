"""Exit statuses (contract section 1), and what several commands read alike."""

WRONG_USE = 2
SOME_FAILED = 3
INTERRUPTED = 130
RULES_ONLY = (
    "rules only: more journals and institutions that no lexicon knows are missed or cut wrongly (docs/model-card.md)"
)


def model_name(given: str) -> str | None:
    """The model that `--model` names; None for 'none', which is rules only."""
    return None if given == "none" else given
