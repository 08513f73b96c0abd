"""Our page stage beside the usual extractors: facts kept, junk kept out, time.

    python benchmarks/page_extractors.py [--json]

recall     wanted fragments of the page cases in tests/page found in the text, blanks aside
kept out   unwanted fragments (titles of other articles, counters, comments, navigation) not found in it
F1         harmonic mean of the two
facts      titles, institutions and journals of the records in tests/examples_truth found in the text of corpus/examples
x Y1       median time on the first case, its body repeated to 66 KB, over lxml's parse of the same bytes, run in turn

The others are given the characters that our decoding reads, because most of them do not decode Chinese pages.
"""

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from extract.page import read_page  # noqa: E402
from extract.page.decode import decode  # noqa: E402
from tests.page.pages import BODY, CASES  # noqa: E402

ROUNDS = 15
LONG_PAGE = CASES[0].html.replace(BODY, BODY * 120)
_BLANKS = re.compile(r"\s+")
# What our text writes otherwise than a plain extractor may: raised digits are no loss.
_PINYIN = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}\)|[()（）]")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def extractors() -> dict[str, Callable[[str], str]]:
    import readability
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    def with_readability(page: str) -> str:
        try:
            summary = readability.Document(page).summary()
        except readability.readability.Unparseable:
            return ""
        return str(lxml_html.fromstring(summary).text_content())

    return {
        "studyfacts": lambda page: read_page(page).text,
        "trafilatura": lambda page: trafilatura.extract(page, include_tables=True) or "",
        "trafilatura, recall first": lambda page: trafilatura.extract(page, favor_recall=True) or "",
        "readability-lxml": with_readability,
        "resiliparse": lambda page: extract_plain_text(page, main_content=True),
    }


def squeezed(text: str) -> str:
    return _BLANKS.sub("", _PINYIN.sub("", text)).translate(_RAISED).replace("|", "")


def seconds(work: Callable[..., object], page: str | bytes) -> float:
    start = time.perf_counter()
    work(page)
    return time.perf_counter() - start


def names_of_examples() -> list[tuple[str, list[str]]]:
    """Each example page with the names that its records must be built from."""
    examples: list[tuple[str, list[str]]] = []
    for path in sorted((ROOT / "tests" / "examples_truth").glob("*.json")):
        for source in (ROOT / "corpus" / "examples").glob(f"{path.stem}.html"):
            records = json.loads(path.read_text("utf-8"))["records"]
            names = [name for record in records for name in names_of(record)]
            examples.append((decode(source.read_bytes()).text, list(dict.fromkeys(names))))
    return examples


def names_of(record: dict[str, Any]) -> list[str]:
    titles = [title for title in (record["title"] or {}).values() if title]
    return [*titles, *(name for name, _ in record["institutions"]), *filter(None, [record["journal"]])]


def measure(work: Callable[[str], str], examples: list[tuple[str, list[str]]]) -> dict[str, float]:
    texts = [(case, squeezed(work(case.html))) for case in CASES]
    recall = share([squeezed(fragment) in text for case, text in texts for fragment in case.wanted])
    kept_out = share([squeezed(fragment) not in text for case, text in texts for fragment in case.unwanted])
    told = [(names, squeezed(work(page))) for page, names in examples]
    pairs = [(seconds(work, LONG_PAGE), seconds(lxml_html.fromstring, LONG_PAGE.encode())) for _ in range(ROUNDS)]
    return {
        "recall": recall,
        "kept out": kept_out,
        "F1": 2 * recall * kept_out / (recall + kept_out) if recall + kept_out else 0.0,
        "facts": share([squeezed(name) in text for names, text in told for name in names]),
        "x Y1": statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs),
    }


def share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def main() -> None:
    examples = names_of_examples()
    results = {name: measure(work, examples) for name, work in extractors().items()}
    if "--json" in sys.argv:
        print(json.dumps(results, indent=1))
        return
    print(f"{len(CASES)} page cases, {len(examples)} example pages")
    print(f"{'':28}" + "".join(f"{column:>10}" for column in next(iter(results.values()))))
    for name, row in results.items():
        print(
            f"{name:28}"
            + "".join(f"{value:10.3f}" if column != "x Y1" else f"{value:10.1f}" for column, value in row.items())
        )


if __name__ == "__main__":
    main()
