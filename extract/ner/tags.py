"""The model's labels, and their tags for characters: B begins a name, I goes on in it, O is none."""

LABELS = (
    "hospital",
    "university",
    "institute",
    "company",
    "organisation",
    "department",
    "journal",
    "cell_type",
    "condition",
)
TAGS = ("O", *(f"{edge}-{label}" for label in LABELS for edge in "BI"))


def tags_of(length: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """One tag a character for spans (start, end, label) that do not overlap."""
    tags = ["O"] * length
    for start, end, label in spans:
        tags[start] = f"B-{label}"
        tags[start + 1 : end] = [f"I-{label}"] * (end - start - 1)
    return tags
