"""The line: a page's bytes go in, an article with its mentions and study records comes out."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from extract.calibration import SHIPPED, Calibration
from extract.fields import READERS, reader
from extract.ner import Joined, load
from extract.page import read_page
from extract.records import StudyFinder, assemble
from extract.rules import RuleSet
from extract.schema import Article, ArticleError, Mention, StudyRecord
from extract.segment import Document

if TYPE_CHECKING:
    import pandas as pd

_ID_LENGTH = 16
# A date as EDTF, or the beginning of a timestamp.
_DATE = re.compile(r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?(?=$|[T ])")


def unread(content: bytes, url: str | None, source: str, id: str | None) -> Article:
    """The article of a page that nothing was read of yet: its name and digest. The id is the given one, else made of
    the url (or source) and the content."""
    identity = id or hashlib.sha256((url or source).encode("utf-8", "replace") + content).hexdigest()[:_ID_LENGTH]
    return Article(id=identity, source=source, url=url, sha256=hashlib.sha256(content).hexdigest(), status="empty")


class Extractor:
    """Reads pages. Built once, used for any number of pages; keeps nothing of one page for the next."""

    def __init__(
        self,
        rules: str | Path | RuleSet | None = None,
        model: str | None = "default",
        calibration: str | Path | None = "default",
    ) -> None:
        """`rules` is a folder layered over the built-in rules, or a set of rules. `model` is the NER model: None is
        rules only, and "default" is the one that ships with the package, else a file that `studyfacts train` wrote or
        the name of an installed spaCy pipeline.
        `calibration` is a file that `studyfacts evaluate --calibrate` wrote: None leaves confidences as the rules say
        them, and "default" is the file that ships with the package.
        Raises RuleError for rules that cannot be used, ValueError for a model or calibration that cannot.
        """
        self.rules = rules if isinstance(rules, RuleSet) else RuleSet(rules)
        self.model = model
        names = load(model, self.rules) if model else None
        self._names = Joined(self.rules, names) if names else None
        self._readers = {field: reader(field, self.rules) for field in READERS}
        self._studies = StudyFinder(self.rules)
        self._calibration = (
            Calibration({})
            if calibration is None
            else Calibration.load(SHIPPED if calibration == "default" else calibration)
        )

    def extract(
        self,
        page: bytes | str,
        url: str | None = None,
        *,
        source: str = "",
        id: str | None = None,
        kind: Literal["html", "text"] | None = None,
        published: str | None = None,
    ) -> Article:
        """The article of a page: its text, mentions and records.

        `page` is HTML or plain text (`kind` says which; None looks). `published` (EDTF) overrides the page's own date.
        Never raises for what a page holds: a page without article text gives status `empty`, a page that breaks a
        stage gives `failed` with the error and the stage.
        """
        content = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
        article = unread(content, url, source, id)
        stage = "page"
        try:
            read = read_page(page, url, kind)
            article = replace(article, title=read.title, language=read.language, encoding=read.encoding)
            if not read.text:
                return article
            stage = "fields"
            date = _DATE.match(published or "")
            doc = Document(replace(read, published=date[0]) if date else read, self.rules)
            mentions = self.mentions(doc)
            stage = "records"
            records = self.records(doc, mentions, article.id)
        except Exception as error:  # one page's trouble must never become another's
            failure = ArticleError(type(error).__name__, str(error)[:500], stage)
            return replace(article, status="failed", error=failure)
        return replace(
            article,
            status="ok",
            published=doc.page.published,
            text=read.text,
            blocks=read.blocks,
            mentions=mentions,
            records=records,
        )

    def mentions(self, doc: Document) -> list[Mention]:
        """All fields' mentions of a document, in text order, with calibrated confidences."""
        read = [mention for field in self._readers.values() for mention in field.find(doc)]
        found = sorted(read, key=lambda mention: (mention.start, -mention.end, mention.field))
        if self._names:
            return self._names.join(doc, found, self._calibrated)
        return [self._calibrated(mention) for mention in found]

    def _calibrated(self, mention: Mention) -> Mention:
        return replace(mention, confidence=self._calibration.confidence(mention.field, mention.confidence))

    def records(self, doc: Document, mentions: list[Mention], article_id: str) -> list[StudyRecord]:
        """A document's study records, in text order."""
        studies = self._studies.find(doc, mentions)
        return [assemble(study, mentions, doc, article_id, number) for number, study in enumerate(studies, 1)]

    def frame(self, pages: "pd.DataFrame") -> "pd.DataFrame":
        """Extracts a table of pages (columns `html` or `text`, optional `id`, `url`, `published`) and gives a table
        with one row a record. Raises ValueError where neither column is there."""
        from extract.frame import frame

        return frame(self, pages)
