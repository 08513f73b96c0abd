"""The real sample, where it lies beside the checkout."""

from pathlib import Path

import pytest

from extract.page import read_page

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

# The headline is the longest line that stands in the text twice by itself; none of it is copied here.


def headline() -> str:
    lines = (ARTICLES / "oa-hospitals.txt").read_text("utf-8").splitlines()
    return max((line for line in lines if lines.count(line) == 2 and "临床案例" in line), key=len)


pytestmark = pytest.mark.skipif(not ARTICLES.is_dir(), reason="the sample article is no part of the repository")


@pytest.fixture(params=["html", "txt"])
def sample(request):
    return read_page((ARTICLES / f"oa-hospitals.{request.param}").read_bytes())


def test_headline_and_language(sample):
    assert sample.title == headline()
    assert sample.blocks[0].kind == "title"
    assert sample.language == "zh-Hans"


def test_trials_stay_and_neighbours_go(sample):
    lines = [sample.text[block.start : block.end] for block in sample.blocks]
    start = next(n for n, line in enumerate(lines) if line.startswith("国内项目包括"))
    trials = [
        line for line in lines[start + 1 : start + 24] if "Osteoarth" in line or "Knee" in line or "Cartilage" in line
    ]
    assert len(trials) >= 22
    for unwanted in ("2024年8月6日", "上一篇", "联系电话", "免责", "版权说明", "相关阅读", "留言", "标签词"):
        assert unwanted not in sample.text


def test_published_is_the_printed_line():
    assert read_page((ARTICLES / "oa-hospitals.html").read_bytes()).published == "2024-08-06"
