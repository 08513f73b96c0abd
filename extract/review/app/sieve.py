"""What of the articles a visitor asks for, from an address's query: for the list, and for the queue."""

from extract.review.listing import Filters
from extract.schema import VALUE_OF_FIELD


def sieve(
    text: str = "",
    review: str = "",
    flag: str = "",
    field: str = "",
    below: str = "",
    reviewer: str = "",
    site: str = "",
) -> Filters:
    """The filters; what cannot be one is left out."""
    return Filters(
        text=text or None,
        review=review if review in ("unreviewed", "begun", "done") else None,  # type: ignore[arg-type]
        flag=flag or None,
        field=field if field in VALUE_OF_FIELD else None,
        below=_number(below),
        reviewer=reviewer or None,
        site=site or None,
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
