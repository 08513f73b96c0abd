"""A gold page and an article built by hand, so that every score can be counted on the fingers."""

from pathlib import Path

from msgspec.structs import replace

from extract.evaluation.evaluate import Judged, judge
from extract.gold.corpus import GoldArticle
from extract.schema import (
    Article,
    Block,
    CellType,
    CellTypeValue,
    Date,
    DateValue,
    Evidence,
    Institution,
    InstitutionValue,
    Journal,
    JournalValue,
    Mention,
    Patients,
    PatientsValue,
    PValue,
    PValueResult,
    StudyRecord,
)

# Two studies with 6 and 2 facts of the six judged fields in p1 and s1, and one hospital of no study: 9 mentions.
PAGE = """<html><body>
<p><mark data-field="date" data-value="2020-03" data-role="published" data-record="p1">2020年3月</mark>,<mark
 data-field="institution" data-kind="hospital" data-department="血液科" data-role="author" data-record="p1">苏州大学附属第一医院血液科</mark>在《<mark
 data-field="journal" data-record="p1">Haematologica</mark>》报告<mark data-field="patients" data-value="52" data-role="total"
 data-record="p1">52例</mark>患者输注<mark data-field="cell_type" data-value="CAR-T" data-record="p1">CAR-T细胞</mark>(<mark
 data-field="p_value" data-value="<0.01" data-record="p1">P<0.01</mark>)。</p>
<p><mark data-field="institution" data-kind="hospital" data-role="author" data-record="s1">安徽省立医院</mark>观察了<mark
 data-field="patients" data-value="7" data-role="total" data-record="s1">七名</mark>患者。</p>
<p>读者来自<mark data-field="institution" data-kind="hospital">无锡市人民医院</mark>。</p>
</body></html>"""
LINES = [
    "2020年3月,苏州大学附属第一医院血液科在《Haematologica》报告52例患者输注CAR-T细胞(P<0.01)。",
    "安徽省立医院观察了七名患者。",
    "读者来自无锡市人民医院。",
]
TEXT = "\n".join(LINES)


def place(quote: str) -> tuple[int, int]:
    start = TEXT.index(quote)
    return start, start + len(quote)


def mention(field: str, quote: str, value: object, rule: str = "rule:by.hand") -> Mention:
    start, end = place(quote)
    return Mention(field, start, end, quote, value, rule, 0.9)  # type: ignore[arg-type]


MENTIONS = [
    mention("date", "2020年3月", DateValue("2020-03", "published")),
    mention(
        "institution",
        "苏州大学附属第一医院血液科",
        InstitutionValue("苏州大学附属第一医院", "hospital", "血液科", "author"),
    ),
    mention("journal", "Haematologica", JournalValue("Haematologica")),
    mention("patients", "52例", PatientsValue(52)),
    mention("cell_type", "CAR-T细胞", CellTypeValue("CAR-T", "CAR-T细胞")),
    mention("p_value", "P<0.01", PValue("<", 0.01)),
    mention("institution", "安徽省立医院", InstitutionValue("安徽省立医院", "hospital", role="author")),
    mention("patients", "七名", PatientsValue(7)),
    mention("institution", "无锡市人民医院", InstitutionValue("无锡市人民医院", "hospital")),
]


def evidence(quote: str) -> list[Evidence]:
    start, end = place(quote)
    return [Evidence(start, end, quote, "rule:by.hand", 0.9)]


RECORDS = [
    StudyRecord(
        record_id="a-01",
        article_id="a",
        kind="publication",
        dates=[Date(value="2020-03", role="published", evidence=evidence("2020年3月"))],
        institutions=[
            Institution(
                name="苏州大学附属第一医院",
                kind="hospital",
                department="血液科",
                role="author",
                evidence=evidence("苏州大学附属第一医院血液科"),
            )
        ],
        journal=Journal(name="Haematologica", evidence=evidence("Haematologica")),
        cell_types=[CellType(code="CAR-T", name="CAR-T细胞", evidence=evidence("CAR-T细胞"))],
        patients=[Patients(value=52, evidence=evidence("52例"))],
        p_values=[PValueResult(op="<", value=0.01, evidence=evidence("P<0.01"))],
        confidence=0.9,
    ),
    StudyRecord(
        record_id="a-02",
        article_id="a",
        kind="study",
        institutions=[
            Institution(name="安徽省立医院", kind="hospital", role="author", evidence=evidence("安徽省立医院"))
        ],
        patients=[Patients(value=7, evidence=evidence("七名"))],
        confidence=0.9,
    ),
]


def article(
    mentions: list[Mention] = MENTIONS, records: list[StudyRecord] = RECORDS, lines: list[str] = LINES
) -> Article:
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block("paragraph", start, start + len(line), "/html/body/p"))
        start += len(line) + 1
    return Article(
        id="a",
        source="a.html",
        sha256="0" * 64,
        status="ok",
        text="\n".join(lines),
        blocks=blocks,
        mentions=mentions,
        records=records,
    )


def gold_article(folder: Path, page: str = PAGE, name: str = "a") -> GoldArticle:
    path = folder / f"{name}.html"
    path.write_text(page, "utf-8")
    return GoldArticle(name, "dev", "news", "simplified", "utf-8", ("n01",), path)


def judged(folder: Path, page: str = PAGE, **changes: object) -> Judged:
    return judge(gold_article(folder, page), article(**changes))  # type: ignore[arg-type]


def without(field: str, quote: str) -> list[Mention]:
    return [one for one in MENTIONS if (one.field, one.quote) != (field, quote)]


def instead(old: str, new: Mention) -> list[Mention]:
    return [new if one.quote == old and one.field == new.field else one for one in MENTIONS]


def record(number: int, **changes: object) -> list[StudyRecord]:
    return [replace(one, **changes) if index == number else one for index, one in enumerate(RECORDS)]
