"""Generated pages, and runs as users start them: in a process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def page(number: int, paragraphs: int = 1, more: str = "") -> str:
    told = "".join(
        f"<p>2019年{1 + one % 12}月，中国医科大学附属盛京医院收治骨关节炎患者{50 + number + one}例，随机分为两组。"
        f"随访12个月后，两组疼痛评分的差异有统计学意义（P&lt;0.05）。</p>"
        for one in range(paragraphs)
    )
    title = f"第{number}号病区的新研究"
    return (
        f"<html><head><title>{title}</title></head><body><div class='article'><h1>{title}</h1>"
        f"{told}{more and f'<p>{more}，医院称将继续随访这些患者，观察更长时间的疗效。</p>'}</div></body></html>"
    )


def write_pages(folder: Path, numbers: range, paragraphs: int = 1) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.html").write_text(page(number, paragraphs), "utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "extract.cli", *map(str, arguments)]


def studyfacts(
    *arguments: object,
    stdin: bytes | None = None,
    limit: Callable[[], None] | None = None,
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """`limit` is called in the process before it begins."""
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        input=stdin,
        check=False,
        preexec_fn=limit,
        env=os.environ | environment,
    )


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def results(folder: Path) -> tuple[bytes, bytes]:
    return (folder / "articles.jsonl").read_bytes(), (folder / "records.jsonl").read_bytes()
