"""The review page under load: 20 reviewers over real HTTP on a generated run; and interactions per checked record.

    python -m benchmarks.review_load [--articles 20000] [--reviewers 20] [--seconds 60]

Each reviewer opens the list, goes to the next article, settles some facts one by one and marks it done, with a pause of
a person's order before each act. Told: the times of answers, and whether the log holds each confirmed decision once.
"""

import argparse
import asyncio
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from pathlib import Path

import httpx
import msgspec
from msgspec.structs import replace

from extract.extractor import Extractor
from extract.review.desk import Desk
from extract.schema import Article

_EXAMPLES = Path("corpus/examples")
_PAUSE = (0.3, 1.2)
# Of an article, so that list and queue are asked often.
_FACTS = 6
_LISTS = ["/", "/?sort=left", "/?field=p_value&below=0.9", "/?text=干细胞", "/?review=begun", "/?sort=title"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _generate(folder, asked.articles)
        with Desk(folder):  # the index is made before anybody waits
            pass
        server, address = _serve(folder)
        try:
            times, confirmed = asyncio.run(_load(address, asked.reviewers, asked.seconds))
        finally:
            server.terminate()
            server.wait()
        _tell(asked.articles, asked.reviewers, times)
        _check(folder, confirmed)
        _interactions(folder)


def _generate(folder: Path, number: int) -> None:
    """Articles of corpus/examples again and again, each with an id of its own."""
    extractor = Extractor()
    read = [extractor.extract(path.read_bytes(), source=path.name) for path in sorted(_EXAMPLES.glob("*.*"))]
    with (folder / "articles.jsonl").open("wb") as file:
        for n in range(number):
            file.write(msgspec.json.encode(_renamed(read[n % len(read)], f"{n:016x}")) + b"\n")


def _renamed(article: Article, id: str) -> Article:
    records = [replace(one, article_id=id, record_id=f"{id}-{n:02d}") for n, one in enumerate(article.records, 1)]
    return replace(article, id=id, url=f"https://site{int(id, 16) % 40}.example/{id}", records=records)


def _serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "extract.cli", "review", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    address = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+/", line)))
    return server, address.rstrip("/")


async def _load(address: str, reviewers: int, seconds: float) -> tuple[dict[str, list[float]], list[str]]:
    times: dict[str, list[float]] = defaultdict(list)
    confirmed: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(_person(address, n, until, times, confirmed) for n in range(reviewers)))
    return times, confirmed


async def _person(address: str, n: int, until: float, times: dict[str, list[float]], confirmed: list[str]) -> None:
    chance = random.Random(n)
    cookies = {"studyfacts_reviewer": f"reviewer{n}"}
    async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=60) as client:

        async def timed(what: str, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(chance.uniform(*_PAUSE))
            began = time.perf_counter()
            answer = await client.send(request, follow_redirects=True)
            times[what].append(time.perf_counter() - began)
            return answer

        while time.monotonic() < until:
            await timed("list", client.build_request("GET", chance.choice(_LISTS)))
            page = await timed("next article", client.build_request("GET", "/next"))
            await _review(client, page, until, timed, confirmed)


async def _review(client, page, until, timed, confirmed) -> None:  # type: ignore[no-untyped-def]
    csrf = re.search(r'name="csrf" content="([^"]+)"', page.text)[1]  # type: ignore[index]
    seen = int(re.search(r'data-version="(\d+)"', page.text)[1])  # type: ignore[index]
    keys = re.findall(r'data-key="([^"]+)"[^>]*data-status="unreviewed"', page.text)
    article = page.url.params["id"]
    for key in [*keys[:_FACTS], None]:
        if time.monotonic() > until:
            return
        act = {"id": uuid.uuid4().hex, "article_id": article, "seen": seen}
        act |= {"action": "accept", "target": [key]} if key else {"action": "done"}
        headers = {"x-studyfacts-csrf": csrf}
        answer = (await timed("decision", client.build_request("POST", "/decide", json=act, headers=headers))).json()
        seen = answer["version"]
        if answer["status"] == "taken":
            confirmed.append(act["id"])
        if len(confirmed) % 10 == 0:  # a reply that got lost: the same act again
            await client.post("/decide", json=act, headers=headers)


def _tell(articles: int, reviewers: int, times: dict[str, list[float]]) -> None:
    print(f"{articles:,} articles, {reviewers} reviewers")
    for what, took in times.items():
        ordered = sorted(took)
        middle, high = (1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        print(f"  {what:<13} {len(ordered):>6,} answers   median {middle:6.1f} ms   95th percentile {high:6.1f} ms")


def _check(folder: Path, confirmed: list[str]) -> None:
    with Desk(folder) as desk:
        kept = [decision.id for _, decision in desk.log.since(0)]
    lost, doubled = set(confirmed) - set(kept), len(kept) - len(set(kept))
    print(f"  {len(confirmed):,} decisions confirmed, {len(lost)} lost, {doubled} doubled")


def _interactions(folder: Path) -> None:
    """Keys for ten generated articles in which all is right: one a fact, one for done."""
    with (folder / "articles.jsonl").open("rb") as lines:
        articles = [json.loads(line) for line, _ in zip(lines, range(10), strict=False)]
    with Desk(folder) as desk:
        opened = [desk.open(article["id"]) for article in articles]
    facts = sum(len(one.facts) for one in opened)
    records = sum(len(one.records) for one in opened)
    keys = facts + len(opened)
    rest = records + sum(len(one.of_record("")) for one in opened) + len(opened)
    print(
        f"  ten articles, {records} records, {facts} facts: {keys / records:.1f} keys a record one by one, "
        f"{rest / records:.1f} with 'the rest is correct' (one for each record)"
    )


if __name__ == "__main__":
    main()
