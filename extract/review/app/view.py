"""What the desk's templates show of an article as it stands."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from extract.review.app.lit import Place, lit_blocks
from extract.review.app.words import Language, words
from extract.review.state import ReviewedArticle


def panels_of(stands: ReviewedArticle, language: Language, can_decide: bool = True) -> dict[str, Any]:
    """The values of panels.html.jinja."""
    numbers = {fact.key: number for number, fact in enumerate(stands.facts)}
    doubtful_first = sorted(stands.facts, key=lambda fact: (not fact.record_id, -fact.doubt))
    places = [Place(fact.key, fact.field, *span) for fact in stands.facts for span in fact.spans]
    said = words(language)
    return {
        "stands": stands,
        "blocks": lit_blocks(stands.article, places),
        "facts": {fact.key: fact for fact in stands.facts},
        "numbers": numbers,
        "ranks": {fact.key: rank for rank, fact in enumerate(doubtful_first)},
        "s": {"language": language, **said},
        "can_decide": can_decide,
    }


def link_of(stands: ReviewedArticle) -> str | None:
    """The article's address where a browser may follow it: never a script's."""
    url = stands.article.url or ""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def address_of(article_id: str, review: int = 1) -> str:
    """Where the desk shows an article. It is named in the query, since an id may hold any character."""
    return f"/article?{urlencode({'id': article_id} | ({'review': 2} if review == 2 else {}))}"
