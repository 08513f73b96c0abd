"""What a page says of itself: titles, date of publication, language, host."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import msgspec
from turbohtml import Document, Element

from extract.page.article import LABEL_ENDS, Parts, Place, host_of
from extract.page.boilerplate import boilerplate, fold, simplified
from extract.page.clean import clean
from extract.page.dates import edtf, edtf_of_fragments
from extract.page.tree import Layout

_TITLES = ("og:title", "citation_title", "twitter:title", "dc.title")
_DATES = (
    "article:published_time",
    "og:published_time",
    "og:release_date",
    "bytedance:published_time",
    "weibo:article:create_at",
    "article:create_at",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "publish_time",
    "publication_date",
    "datepublished",
    "date",
)
_SCRIPT_DATE = re.compile(
    r"(?:pub(?:lish)?|release|create|post)_?(?:ed_?)?(?:date|time|at)?[\"']?\s{0,3}[:=]\s{0,3}[\"']([12][^\"']{7,30})[\"']",
    re.IGNORECASE,
)
# WeChat's articles hold their date as seconds only.
_SECONDS = re.compile(r"\b(?:ct|create_?time|publish_?time)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(1[0-9]{9})\b", re.IGNORECASE)
_CHINA = timezone(timedelta(hours=8))
_RANGE = re.compile(r"\d\s?[日月]?\s?[至~～]\s?\d")
_LONGEST_BYLINE = 160
_LONGEST_CLOCKED = 40
_CLOCK = re.compile(r"\d [0-2]?\d:[0-5]\d")
_MOST_BESIDE_DATE = 20
_SHORT_LABEL = 2  # characters
_SCRIPTS, _OF_SCRIPT = 40, 5000  # scripts; characters of each
_NEAR = 10  # lines


class Head(msgspec.Struct, frozen=True):
    """What the head of a page gives; `titles` as they stand there, that of <title> first."""

    titles: tuple[str, ...] = ()
    title_xpath: str = ""
    site: str | None = None
    published: str | None = None
    language: str | None = None
    host: str | None = None


def read_head(document: Document, url: str | None) -> Head:
    """Read <title>, <meta>, JSON-LD and lang; dates as EDTF."""
    named = _metas(document)
    structured = _structured(document)
    element = document.find("title")
    title = clean(element.text[:500]) if element is not None else ""
    titles = [title, *(clean(named[name][:500]) for name in _TITLES if name in named)]
    if "headline" in structured:
        titles.append(clean(structured["headline"][:500]))
    dates = [named[name] for name in _DATES if name in named]
    dates += [structured["datePublished"]] if "datePublished" in structured else []
    root = document.find("html")
    return Head(
        titles=tuple(filter(None, titles)),
        title_xpath=element.xpath_path() if element is not None and title else "",
        site=clean(named.get("og:site_name", "")[:100]) or None,
        published=next(filter(None, map(edtf, dates)), None),
        language=root.attr("lang") if root is not None else None,
        host=host_of(url or named.get("og:url") or _canonical(document)),
    )


def published(
    page: Layout, parts: Parts, headline: Place | None, head: Head, document: Document | None = None
) -> str | None:
    """The date of publication as EDTF, None if the page gives none with at least year and month.

    A printed date line, near the headline or labelled below the article, goes before what the head of the page says:
    it is what a reader sees and quotes, while meta times are often those of an import or of the last change. After
    both come <time datetime> and, last, dates in scripts.
    """
    near, below = _near(page, parts, headline), _below(page, parts)
    words = boilerplate()
    told = _printed(near) or _labelled(below, words.published) or head.published or _closing(below)
    if told or document is None:
        return told or _labelled(near, words.updated)
    times = (edtf(time.attr("datetime") or "") for time in document.find_all("time")[:3])
    found = next(filter(None, times), None) or _in_scripts(document)
    return found or _labelled([*near, *below], words.updated) or _at_foot(page, below)


def _in_scripts(document: Document) -> str | None:
    for script in document.find_all("script")[:_SCRIPTS]:
        text = script.text[:_OF_SCRIPT]
        if (found := _SCRIPT_DATE.search(text)) and (date := edtf(found[1])):
            return date
        if found := _SECONDS.search(text):
            return datetime.fromtimestamp(int(found[1]), _CHINA).date().isoformat()
    return None


def _near(page: Layout, parts: Parts, headline: Place | None) -> list[str]:
    first = parts.first()
    start = max(0, first - _NEAR) if headline is None else max(0, headline.start - 3)
    end = first + 1 if headline is None or first > headline.start else headline.start + _NEAR
    end = min(end, start + 3 * _NEAR)
    is_aside = headline is not None and parts.left_out[page.lines[headline.start].part]
    lines = [line for line in page.lines[start:end] if is_aside or not parts.left_out[line.part]]
    return [simplified(line.text) for line in lines]


def _below(page: Layout, parts: Parts) -> list[str]:
    last = parts.inside[-1][0] if parts.inside else 0
    below = page.lines[max(0, last - _NEAR) : last + _NEAR]
    return [simplified(line.text) for line in below if not parts.left_out[line.part]]


def _printed(lines: list[str]) -> str | None:
    if found := _labelled(lines, boilerplate().published):
        return found
    for number, line in enumerate(lines):
        if number and lines[number - 1].endswith(LABEL_ENDS):
            continue  # the value of a form's field
        if found := _unlabelled(line):
            return found
        for count in (4, 3, 2):
            if found := edtf_of_fragments(lines[number : number + count]):
                return found
    return None


def _at_foot(page: Layout, below: list[str]) -> str | None:
    """The date in the foot of the page, or the only one with a time of day below the article: several are comments'."""
    foot = [simplified(line.text) for line in page.lines[-_NEAR:]]
    clocked = [
        line
        for above, line in pairwise(["", *below])
        if len(line) <= _LONGEST_CLOCKED and _CLOCK.search(line) and not above.endswith(LABEL_ENDS)
    ]
    return _labelled(foot, boilerplate().published) or (edtf(clocked[0]) if len(clocked) == 1 else None)


def _labelled(lines: list[str], labels: tuple[str, ...]) -> str | None:
    """The date behind the first of the labels that has one, wherever in a line it stands."""
    short = [line.lower() for line in lines if len(line) <= _LONGEST_BYLINE]
    for label in labels:
        for line in short:
            at = line.find(label)
            # A short label ends longer ones, of other dates: 注册时间, 收稿日期
            is_whole = len(label) > _SHORT_LABEL or not line[max(0, at - 1) : at].isalpha()
            if at >= 0 and is_whole and (found := _behind(line[at + len(label) :])):
                return found
    return None


def _behind(text: str) -> str | None:
    """The date at the beginning of what stands behind a label; none if it begins a period."""
    text = text.lstrip(" :()[]于")
    if not (text[:1].isdigit() or text[:1] in ("民", "一", "二") or text[:3].isascii()):
        return None
    return None if _RANGE.search(text[:40]) else edtf(text[:30])


def _closing(lines: list[str]) -> str | None:
    """The date on a line of its own under the name of an organisation, as announcements end."""
    signers = boilerplate().signers
    for above, line in pairwise(lines):
        if len(line) <= 12 and line.endswith("日") and fold(above).endswith(signers):
            return edtf(line)
    return None


def _unlabelled(line: str) -> str | None:
    """The date of a line that holds little else."""
    if len(line) > _LONGEST_BYLINE or _is_other_date(fold(line)) or _RANGE.search(line):
        return None
    found = edtf(line)
    if not found or len(re.sub(r"[\W\d年月日]+", "", line)) > _MOST_BESIDE_DATE * (1 + (found in line)):
        return None
    return found


def _is_other_date(folded: str) -> bool:
    return any(word in folded for word in boilerplate().other_dates)


def _metas(document: Document) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in document.find_all("meta"):
        name = meta.attr("property") or meta.attr("name") or meta.attr("itemprop")
        content = meta.attr("content")
        if name and content:
            named.setdefault(name.lower(), content)
    return named


def _canonical(document: Document) -> str | None:
    links: list[Element] = document.find_all("link")
    return next((link.attr("href") for link in links if link.attr("rel") == "canonical"), None)


def _structured(document: Document) -> dict[str, str]:
    """Headline and date of the page's JSON-LD, the first of each."""
    found: dict[str, str] = {}
    for script in document.find_all("script"):
        if script.attr("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            for name in ("headline", "datePublished"):
                if isinstance(item.get(name), str):
                    found.setdefault(name, item[name])
    return found


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(reversed(item.values()))
        elif isinstance(item, list):
            waiting.extend(reversed(item))
