"""Articles and records built by hand, for the rooms that only show them."""

from pathlib import Path

import msgspec

from extract.schema import (
    Article,
    ArticleError,
    Block,
    CellType,
    Condition,
    Date,
    Design,
    Dose,
    Evidence,
    Flag,
    FollowUp,
    Identifier,
    Identifiers,
    Institution,
    Journal,
    Patients,
    PValueResult,
    StudyRecord,
    Title,
)

TITLE = "脐带间充质干细胞治疗银屑病关节炎的随机对照试验"
HOSPITAL = "苏州大学附属第二医院"
BODY = (
    "苏州大学附属第二医院风湿科于2018年3月至2019年11月纳入44例患者，干细胞组22例，对照组22例。"
    "按1×10⁶个/kg静脉输注，随访12个月后，关节评分明显低于对照组(P<0.05)。"
    "结果于2020年3月发表在《中国组织工程研究》，注册号ChiCTR1900099999。"
)
TEXT = f"{TITLE}\n{BODY}"


def evidence(quote: str, text: str = TEXT, rule: str = "rule:hand/made", confidence: float = 0.9) -> list[Evidence]:
    start = text.index(quote)
    return [Evidence(start, start + len(quote), quote, rule, confidence)]


def record(article_id: str = "a1", number: int = 1, **changes: object) -> StudyRecord:
    """A record with a value in every field, each with its evidence in TEXT."""
    whole = StudyRecord(
        record_id=f"{article_id}-{number:02d}",
        article_id=article_id,
        kind="publication",
        title=Title(zh=TITLE, evidence=evidence(TITLE)),
        dates=[
            Date(value="2018-03/2019-11", role="study_period", evidence=evidence("2018年3月至2019年11月")),
            Date(value="2020-03", role="published", evidence=evidence("2020年3月")),
        ],
        institutions=[
            Institution(
                name="苏州大学附属第二医院",
                kind="hospital",
                department="风湿科",
                evidence=evidence("苏州大学附属第二医院"),
            )
        ],
        journal=Journal(name="中国组织工程研究", issn="2095-4344", evidence=evidence("中国组织工程研究")),
        design=Design(code="rct", evidence=evidence("随机对照试验")),
        conditions=[Condition(name="银屑病关节炎", evidence=evidence("银屑病关节炎"))],
        cell_types=[CellType(code="UC-MSC", name="脐带间充质干细胞", evidence=evidence("脐带间充质干细胞"))],
        patients=[
            Patients(value=44, role="total", evidence=evidence("44例")),
            Patients(value=22, role="arm", group="干细胞组", evidence=evidence("22例")),
        ],
        p_values=[PValueResult(op="<", value=0.05, outcome="关节评分", evidence=evidence("P<0.05"))],
        doses=[Dose(low=1e6, high=1e6, unit="cells", per="kg", evidence=evidence("1×10⁶个/kg"))],
        follow_up=[FollowUp(value=12, unit="month", evidence=evidence("12个月"))],
        identifiers=Identifiers(
            chictr=[Identifier(registry="chictr", value="ChiCTR1900099999", evidence=evidence("ChiCTR1900099999"))]
        ),
        confidence=0.9,
        flags=[Flag("several_totals", "info", "总人数有多个不同数值", "several different totals", evidence("44例"))],
    )
    return msgspec.structs.replace(whole, **changes)


def article(article_id: str = "a1", **changes: object) -> Article:
    whole = Article(
        id=article_id,
        source=f"{article_id}.html",
        url=f"https://example.org/{article_id}",
        sha256="0" * 64,
        status="ok",
        title=TITLE,
        published="2020-05-01",
        text=TEXT,
        blocks=[
            Block("title", 0, len(TITLE), "/html/body/h1"),
            Block("paragraph", len(TITLE) + 1, len(TEXT), "/html/body/p"),
        ],
        records=[record(article_id)],
    )
    return msgspec.structs.replace(whole, **changes)


def failed(article_id: str, kind: str = "Timeout") -> Article:
    error = ArticleError(kind, "no result within 5 seconds", "engine")
    return Article(id=article_id, source=f"{article_id}.html", sha256="0" * 64, status="failed", error=error)


def write_run(folder: Path, *articles: Article) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    encode = msgspec.json.encode
    (folder / "articles.jsonl").write_bytes(b"".join(encode(one) + b"\n" for one in articles))
    (folder / "records.jsonl").write_bytes(b"".join(encode(one) + b"\n" for a in articles for one in a.records))
    return folder
