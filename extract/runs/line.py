"""A source in, its line of articles.jsonl out: what every engine does with each page."""

import msgspec
from msgspec.structs import replace

from extract import __version__
from extract.calibration import Calibration
from extract.extractor import Extractor, unread
from extract.ner import fingerprint
from extract.rules import RuleSet
from extract.runs.sources import Source
from extract.schema import SCHEMA_VERSION, ArticleError


class Settings(msgspec.Struct, frozen=True):
    """What an engine needs to build an Extractor in a worker. `timeout` is in seconds for each article."""

    rules: str | None = None
    model: str | None = "default"
    timeout: float | None = None

    def extractor(self) -> Extractor:
        """Raises RuleError or ValueError for rules or a model that cannot be used."""
        return Extractor(self.rules, self.model)

    def made_by(self, rules: RuleSet) -> str:
        """Stands for all that changes results: version, rules, model, calibration."""
        return (
            f"studyfacts {__version__} schema {SCHEMA_VERSION} rules {rules.digest} model {fingerprint(self.model)} "
            f"calibration {Calibration.load().digest}"
        )


def article_line(extractor: Extractor, source: Source) -> bytes:
    """The article of a source as one JSON line (without line break); one that cannot be read gives a `failed` one."""
    try:
        content = source.read()
    except OSError as error:
        return unread_line(source, error)
    article = extractor.extract(
        content, source.url, source=source.name, id=source.id, kind=source.kind, published=source.published
    )
    return msgspec.json.encode(article)


def unread_line(source: Source, error: OSError) -> bytes:
    """The line of a page that could not be read."""
    return failed_line(source, type(error).__name__, error.strerror or str(error), "source")


def failed_line(source: Source, type: str, message: str, stage: str = "engine") -> bytes:
    """The line of a page that gave no article: `type` is a stable word (Timeout, WorkerDied …), `message` says more."""
    try:
        content = source.read()
    except OSError:
        content = b""
    article = unread(content, source.url, source.name, source.id)
    error = ArticleError(type, f"{source.name}: {message}", stage)
    return msgspec.json.encode(replace(article, status="failed", error=error))
