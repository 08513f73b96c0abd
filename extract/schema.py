"""What comes out: articles, mentions and study records.

Offsets are Unicode code points into `Article.text`, half-open: `text[start:end] == quote`.
"""

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = "1.0"

Field = Literal[
    "institution",
    "date",
    "journal",
    "cell_type",
    "patients",
    "p_value",
    "title",
    "design",
    "condition",
    "dose",
    "follow_up",
    "identifier",
]
BlockKind = Literal["title", "heading", "paragraph", "list_item", "table_row", "caption"]
InstitutionKind = Literal["hospital", "university", "institute", "company", "government", "other"]
InstitutionRole = Literal["author", "sponsor", "site"]
DateRole = Literal["published", "study_period", "as_of", "search_cutoff", "registered", "other"]
DesignCode = Literal[
    "rct",
    "meta_analysis",
    "systematic_review",
    "review",
    "cohort",
    "case_control",
    "cross_sectional",
    "case_report",
    "animal",
    "in_vitro",
    "other",
]
Origin = Literal["allogeneic", "autologous"]
PatientsRole = Literal["total", "arm", "control", "subgroup", "planned"]
Operator = Literal["<", ">", "=", "≤", "≥"]
Registry = Literal["nct", "chictr", "doi", "pmid", "isrctn", "eudract", "jprn", "other"]
RecordKind = Literal["publication", "registered_trial", "study"]
Level = Literal["info", "warning", "error"]
Status = Literal["ok", "empty", "failed"]


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """Where a value stands in the text, and who found it (`rule:ID` or `ner:MODEL`)."""

    start: int
    end: int
    quote: str
    extractor: str
    confidence: float


class Block(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, list item, table row … of the text; `xpath` leads back into the page."""

    kind: BlockKind
    start: int
    end: int
    xpath: str


# The values of the fields: what a mention says, and what a record says with evidence added.


class InstitutionValue(msgspec.Struct, frozen=True, gc=False):
    name: str
    kind: InstitutionKind
    department: str | None = None
    role: InstitutionRole | None = None


class DateValue(msgspec.Struct, frozen=True, gc=False):
    """`value` is EDTF (ISO 8601-2), as precise as printed."""

    value: str
    role: DateRole = "other"


class JournalValue(msgspec.Struct, frozen=True, gc=False):
    name: str
    issn: str | None = None


class CellTypeValue(msgspec.Struct, frozen=True, gc=False):
    code: str
    name: str
    origin: Origin | None = None
    cl_id: str | None = None


class PatientsValue(msgspec.Struct, frozen=True, gc=False):
    """`value` counts people; `pooled_studies` is the number of studies they come from."""

    value: int
    role: PatientsRole = "total"
    group: str | None = None
    pooled_studies: int | None = None


class PValue(msgspec.Struct, frozen=True, gc=False):
    op: Operator
    value: float
    outcome: str | None = None


class TitleValue(msgspec.Struct, frozen=True, gc=False):
    zh: str | None = None
    en: str | None = None


class DesignValue(msgspec.Struct, frozen=True, gc=False):
    code: DesignCode


class ConditionValue(msgspec.Struct, frozen=True, gc=False):
    name: str


class DoseValue(msgspec.Struct, frozen=True, gc=False):
    """A number of cells from `low` to `high` (equal where one number stands) per `per` (kg, dose, ml …)."""

    low: float
    high: float
    unit: str
    per: str | None = None
    lost_superscript: bool = False


class FollowUpValue(msgspec.Struct, frozen=True, gc=False):
    value: float
    unit: Literal["day", "week", "month", "year"]


class IdentifierValue(msgspec.Struct, frozen=True, gc=False):
    registry: Registry
    value: str


Value = (
    InstitutionValue
    | DateValue
    | JournalValue
    | CellTypeValue
    | PatientsValue
    | PValue
    | TitleValue
    | DesignValue
    | ConditionValue
    | DoseValue
    | FollowUpValue
    | IdentifierValue
)

VALUE_OF_FIELD: dict[str, type[msgspec.Struct]] = {
    "institution": InstitutionValue,
    "date": DateValue,
    "journal": JournalValue,
    "cell_type": CellTypeValue,
    "patients": PatientsValue,
    "p_value": PValue,
    "title": TitleValue,
    "design": DesignValue,
    "condition": ConditionValue,
    "dose": DoseValue,
    "follow_up": FollowUpValue,
    "identifier": IdentifierValue,
}


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A fact found in the text, whether or not a record took it up.

    `value` is a `VALUE_OF_FIELD[field]`; it stays a plain mapping when read back from JSON.
    """

    field: Field
    start: int
    end: int
    quote: str
    value: Any
    extractor: str
    confidence: float

    def evidence(self) -> Evidence:
        return Evidence(self.start, self.end, self.quote, self.extractor, self.confidence)


# What a record holds: each value with the evidence for it.


class Institution(InstitutionValue, frozen=True, kw_only=True):
    canonical: dict[str, str] | None = None
    evidence: list[Evidence]


class Date(DateValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Journal(JournalValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class CellType(CellTypeValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Patients(PatientsValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class PValueResult(PValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Title(TitleValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Design(DesignValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Condition(ConditionValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Dose(DoseValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class FollowUp(FollowUpValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Identifier(IdentifierValue, frozen=True, kw_only=True):
    evidence: list[Evidence]


class Identifiers(msgspec.Struct, frozen=True, gc=False):
    nct: list[Identifier] = []
    chictr: list[Identifier] = []
    doi: list[Identifier] = []
    pmid: list[Identifier] = []
    other: list[Identifier] = []


class Flag(msgspec.Struct, frozen=True, gc=False):
    """A doubt for the reviewer. `code` is stable (docs/flags.md); the message comes in both languages."""

    code: str
    level: Level
    message: str
    message_en: str
    evidence: list[Evidence] = []


class StudyRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One study that the article reports: a publication, a registered trial, or a study told without either."""

    schema_version: str = SCHEMA_VERSION
    record_id: str
    article_id: str
    kind: RecordKind
    title: Title | None = None
    dates: list[Date] = []
    institutions: list[Institution] = []
    journal: Journal | None = None
    design: Design | None = None
    conditions: list[Condition] = []
    cell_types: list[CellType] = []
    patients: list[Patients] = []
    p_values: list[PValueResult] = []
    doses: list[Dose] = []
    follow_up: list[FollowUp] = []
    identifiers: Identifiers = Identifiers()
    confidence: float
    flags: list[Flag] = []


class ArticleError(msgspec.Struct, frozen=True, gc=False):
    type: str
    message: str
    stage: str


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One input page and all that was found in it. `published` is the page's own date line (EDTF)."""

    id: str
    source: str
    url: str | None = None
    sha256: str
    status: Status
    error: ArticleError | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    encoding: str | None = None
    text: str = ""
    blocks: list[Block] = []
    mentions: list[Mention] = []
    records: list[StudyRecord] = []
