"""The report in a real browser: reading, searching, turning pages, evidence; hostile text stays text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from extract.runs.report import write_report
from extract.schema import Article, Evidence, Flag, StudyRecord, Title
from tests.studies import TEXT, article, evidence, failed, record, write_run

EVIL = "</script><script>document.title='bad'</script><img src=x onerror=\"document.title='bad'\">'\"&amp;{{7*7}}\u202e"


def hostile() -> Article:
    text = f"𠮷👩‍⚕️{EVIL}某医院"
    here = [Evidence(2, len(text), text[2:], EVIL, 0.9)]
    flag = Flag("x", "error", EVIL, EVIL, here)
    one = StudyRecord(
        record_id=EVIL, article_id="h", kind="study", title=Title(zh=EVIL, evidence=here), confidence=0.99, flags=[flag]
    )
    address = "javascript:document.title='bad'"
    return article("h", source=EVIL, url=address, title=EVIL, text=text, blocks=[], records=[one])


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """49 records alike but for their confidence and number, a warned one, and a hostile one."""
    folder = tmp_path_factory.mktemp("runs") / "一月"
    alike = [
        article(
            f"a{n}", records=[record(f"a{n}", confidence=0.5 + n / 100, flags=[], identifiers=record().identifiers)]
        )
        for n in range(49)
    ]
    warned = article(
        "w", records=[record("w", flags=[Flag("late", "warning", "日期太晚", "too late", evidence("2020年3月"))])]
    )
    write_run(folder, *alike, failed("坏页"), warned, hostile())
    write_report(folder)
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "report.html").as_uri())
    expect(page.locator("#place")).to_have_text("1–20 / 51")
    assert len(asked) == 1  # the page itself
    yield page
    page.close()


@pytest.fixture
def page(opened: Page) -> Page:
    opened.evaluate("document.getElementById('filters').reset()")
    opened.dispatch_event("#filters", "input")
    return opened


def test_what_needs_a_check_comes_first(page: Page) -> None:
    rows = page.locator("#rows > tr")
    expect(rows.nth(0).locator(".raised")).to_have_class("raised error")
    expect(rows.nth(1).locator(".raised .zh")).to_have_text("日期太晚")
    expect(rows.nth(2).locator(".score")).to_have_text("0.50")
    page.select_option("#order", "high")
    expect(rows.nth(1).locator(".score")).to_have_text("0.98")
    page.select_option("#order", "place")
    expect(rows.nth(0).locator(".score")).to_have_text("0.50")


def test_pages_turn(page: Page) -> None:
    page.click("#on")
    page.click("#on")
    expect(page.locator("#place")).to_have_text("41–51 / 51")
    expect(page.locator("#on")).to_be_disabled()
    expect(page.locator("#rows > tr")).to_have_count(11)


def test_search_and_filters(page: Page) -> None:
    page.fill("#find", "a17.html 银屑病")
    expect(page.locator("#rows > tr")).to_have_count(1)
    page.fill("#find", "没有这样的记录")
    expect(page.locator("#nothing")).to_be_visible()
    page.fill("#find", "")
    page.select_option("#flag", "late")
    expect(page.locator("#rows > tr")).to_have_count(1)
    page.click("button[data-find='UC-MSC']")
    expect(page.locator("#place")).to_have_text("1–20 / 50")


def test_a_value_shows_its_place_to_a_keyboard_too(page: Page) -> None:
    page.fill("#find", "a3.html")
    value = page.locator("#rows .value.p_value")
    value.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".quotes mark")).to_have_text("P<0.05")
    expect(page.locator(".quotes blockquote")).to_contain_text("关节评分明显低于对照组")
    start = TEXT.index("P<0.05")
    expect(page.locator(".quotes blockquote footer")).to_contain_text(f"{start}–{start + 6}")
    page.keyboard.press("Escape")
    expect(page.locator(".quotes")).to_have_count(0)


def test_hostile_text_stays_text(page: Page) -> None:
    first = page.locator("#rows > tr").first
    expect(first.locator(".titled")).to_contain_text("<img src=x onerror")
    first.locator(".raised").click()
    expect(page.locator(".quotes mark")).to_contain_text("</script><script>document.title='bad'")
    first.locator(".titled .value").click()
    expect(page.locator(".quotes mark")).to_contain_text("某医院")
    assert page.title() == "一月 · studyfacts"
    assert page.locator("img").count() == 0
    assert first.locator("a").count() == 0
    assert "\u202e" not in page.inner_text("body")


def test_english_and_dark(page: Page) -> None:
    page.click("#language")
    expect(page.locator("#order option").first).to_have_text("to check first")
    expect(page.locator("h3", has_text="Articles without result")).to_be_visible()
    page.click("#language")
    expect(page.locator("#order option").first).to_have_text("待核查的在前")
    page.click("#theme")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.click("#theme")


def test_words_stand_out_from_their_ground(page: Page) -> None:
    """WCAG 2.1, 1.4.3: a contrast of at least 4.5 to 1, in light and dark."""
    pairs = [("--ink", "--paper"), ("--quiet", "--paper"), ("--quiet", "--card"), ("--accent", "--card")]
    pairs += [("--accent", "--soft"), ("--amber", "--amber-soft"), ("--red", "--red-soft"), ("--quiet", "--hover")]
    for theme in ("dark", "light"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        for ink, ground in pairs:
            assert contrast(colour(page, ink), colour(page, ground)) >= 4.5, (theme, ink, ground)


def colour(page: Page, name: str) -> list[int]:
    """Red, green, blue from 0 to 255 of one of the page's colours."""
    page.evaluate("name => document.body.style.setProperty('outline-color', `var(${name})`)", name)
    shown: str = page.evaluate("getComputedStyle(document.body).outlineColor")
    return [int(part) for part in shown.removeprefix("rgb(").removesuffix(")").split(",")]


def contrast(ink: list[int], ground: list[int]) -> float:
    """The contrast ratio of WCAG 2.1 of two sRGB colours."""

    def luminance(rgb: list[int]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in rgb)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
