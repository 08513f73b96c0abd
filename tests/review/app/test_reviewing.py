"""A person reviews a run in a real browser: by keyboard alone, with the mouse over characters outside the basic plane."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from extract.cli import main
from extract.gold.corpus import read_corpus
from extract.review.desk import Desk
from extract.review.reviewed import reviewed_articles
from tests.review.app.serving import Served

SAID = "青岛市第三人民医院"


@pytest.fixture(scope="module")
def ids(folder: Path) -> dict[str, str]:
    lines = map(json.loads, (folder / "articles.jsonl").read_text("utf-8").splitlines())
    return {Path(line["source"]).stem: line["id"] for line in lines}


def opened(page: Page, id: str, after: str = "html[data-ready]") -> Page:
    page.goto(f"/article?id={id}")
    page.wait_for_selector(after)
    return page


def saved(page: Page) -> None:
    """What was decided is confirmed by the server."""
    expect(page.locator("#status")).to_have_text("已保存")


def drag(page: Page, words: str) -> None:
    """Drags the mouse over words of the text, as a person does."""
    box = page.evaluate(
        """(words) => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            const nodes = []; let all = "";
            while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
            const at = all.indexOf(words), range = document.createRange();
            const point = (unit, isEnd) => nodes.findLast(([first]) => isEnd ? first < unit : first <= unit);
            const [from, start] = point(at), [to, end] = point(at + words.length, true);
            range.setStart(start, at - from); range.setEnd(end, at + words.length - to);
            start.parentElement.scrollIntoView({ block: "center" });
            const rects = [...range.getClientRects()], first = rects[0], last = rects[rects.length - 1];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
        }""",
        words,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, steps=4)
    page.mouse.move(box[2], box[3], steps=4)
    page.mouse.up()


def fact(page: Page, words: str) -> str:
    """The key of the first fact whose value holds words."""
    key = page.locator(".fact", has_text=words).first.get_attribute("data-key")
    assert key
    return key


def status(page: Page, key: str) -> str | None:
    return page.locator(f'.fact[data-key="{key}"]').get_attribute("data-status")


def test_name_is_asked_once_and_the_list_leads_to_the_desk(browser: Browser, served: Served) -> None:
    page = browser.new_context(base_url=served.address).new_page()
    page.goto("/")
    page.fill("#who", "李 明")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("文章列表")
    expect(page.locator(".name-tag")).to_have_text("李 明")
    page.wait_for_load_state()
    page.select_option("[name=field]", "follow_up")
    expect(page.locator(".articles tbody tr")).to_have_count(1)
    page.goto("/?text=青岛市")
    expect(page.locator(".articles tbody tr")).to_have_count(2)
    page.context.close()


def test_one_key_accepts_and_shows_the_next(page: Page, ids: dict[str, str]) -> None:
    opened(page, ids["studies"])
    before = int(page.get_attribute("#state", "data-left") or 0)
    first = page.get_attribute(".fact.now", "data-key") or ""
    expect(page.locator("#text .lit.now").first).to_be_in_viewport()
    page.keyboard.press("a")
    expect(page.locator(".fact.now")).not_to_have_attribute("data-key", first)
    saved(page)
    expect(page.locator("#state")).to_have_attribute("data-left", str(before - 1))
    assert status(page, first) == "accepted"
    expect(page.locator("#whole")).to_contain_text("已核对 1 /")
    page.keyboard.press("u")
    expect(page.locator("#state")).to_have_attribute("data-left", str(before))
    assert status(page, first) == "unreviewed"


def test_boundary_by_dragging_behind_characters_outside_the_basic_plane(
    page: Page, ids: dict[str, str], folder: Path
) -> None:
    opened(page, ids["studies"])
    key = fact(page, SAID)
    page.locator(f'.fact[data-key="{key}"] .pick').click()
    page.keyboard.press("e")
    page.wait_for_selector("form.mend")
    drag(page, "第三人民医院")
    expect(page.locator("#quote")).to_contain_text("第三人民医院")
    expect(page.locator("#quote bdi")).to_have_text("第三人民医院")
    page.fill("[name='value.name']", "第三人民医院")
    page.keyboard.press("Enter")
    expect(page.locator(f'.fact[data-key="{key}"]')).to_have_attribute("data-status", "corrected")
    with Desk(folder) as desk:
        mended = desk.open(ids["studies"]).fact(key)
    assert mended.evidence[0].quote == "第三人民医院"
    assert mended.value.name == "第三人民医院"


def test_a_missed_hospital_is_added_by_selecting_it(page: Page, ids: dict[str, str]) -> None:
    opened(page, ids["studies"])
    drag(page, "滨城健康之家")
    page.locator("#picker [data-field=institution]").click()
    page.wait_for_selector("form.mend")
    expect(page.locator("[name='value.name']")).to_have_value("滨城健康之家")
    page.select_option("[name='value.kind']", "other")
    page.select_option("[name=record]", index=0)
    page.click("form.mend .good")
    added = page.locator(".fact.s-added", has_text="滨城健康之家")
    expect(added).to_have_count(1)
    expect(page.locator("#text .lit.f-institution", has_text="滨城健康之家")).to_have_count(1)


def test_records_are_merged_undone_and_facts_moved_by_keyboard(page: Page, ids: dict[str, str]) -> None:
    opened(page, ids["studies"])
    records = page.locator(".record:not(.loose)")
    expect(records).to_have_count(2)
    page.locator(".record").nth(1).locator(".pick").first.click()
    page.keyboard.press("g")
    page.keyboard.press("1")
    expect(records).to_have_count(1)
    page.keyboard.press("u")
    expect(records).to_have_count(2)
    key = fact(page, "P=0.003")
    page.locator(f'.fact[data-key="{key}"] .pick').click()
    was = page.get_attribute(f'.fact[data-key="{key}"]', "data-record")
    page.keyboard.press("m")
    page.keyboard.press("1")
    moved = page.locator(f'.fact[data-key="{key}"]')
    expect(moved).not_to_have_attribute("data-record", was or "")
    page.keyboard.press("Control+z")
    expect(moved).to_have_attribute("data-record", was or "")
    page.keyboard.press("v")
    page.keyboard.press("s")
    expect(records).to_have_count(3)
    page.keyboard.press("u")
    expect(records).to_have_count(2)


def test_a_missed_fact_and_a_comment_by_keyboard(page: Page, ids: dict[str, str]) -> None:
    opened(page, ids["studies"])
    page.keyboard.press("i")
    page.wait_for_selector("[name=find]")
    page.keyboard.type("鼓楼医院")
    expect(page.locator("#quote bdi")).to_have_text("鼓楼医院")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(page.locator("#quote bdi")).to_have_text("南京鼓楼医院")
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#quote bdi")).to_have_text("南京鼓楼医")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("请再看<b>原文</b>")
    page.keyboard.press("Enter")
    expect(page.locator("#card .comment")).to_contain_text("请再看<b>原文</b>")


def test_two_reviewers_keep_apart_and_see_each_other(
    page: Page, browser: Browser, served: Served, ids: dict[str, str]
) -> None:
    opened(page, ids["hostile"])
    other = browser.new_context(base_url=served.address)
    other.add_cookies([{"name": "studyfacts_reviewer", "value": quote("李明"), "url": served.address}])
    second = opened(other.new_page(), ids["hostile"])
    key = page.get_attribute(".fact.now", "data-key") or ""
    page.keyboard.press("a")
    saved(page)
    second.keyboard.press("x")  # the same fact, which the other has accepted since
    expect(second.locator("#notice")).to_contain_text("王芳 刚刚改过本文")
    assert status(second, key) == "accepted"
    second.locator(".pick").last.click()
    second.keyboard.press("x")
    saved(second)
    expect(second.locator(".fact.s-rejected")).to_have_count(1)
    page.keyboard.press("a")  # another fact: nothing is in the way
    saved(page)
    expect(page.locator("#notice")).to_be_hidden()
    other.close()


def test_hostile_text_is_text_and_no_injected_script_runs(page: Page, ids: dict[str, str]) -> None:
    opened(page, ids["hostile"])
    expect(page.locator("#text")).to_contain_text("<img src=x onerror=")
    expect(page.locator("#text")).to_contain_text("</textarea></template></script>")
    expect(page.locator("h1")).to_contain_text("<script>document.title='bad'</script>")
    assert page.locator("#text img, #text svg, #text script, #text a, #records img").count() == 0
    assert "\u202e" not in page.content()
    assert page.title() != "bad"
    blocked = page.evaluate(
        """() => new Promise((tell) => {
            document.addEventListener("securitypolicyviolation", (event) => tell(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.injected = true";
            document.body.append(script);
        })"""
    )
    assert blocked.startswith("script-src")
    assert page.evaluate("window.injected") is None


def test_the_rest_by_keyboard_until_done_then_reload_and_export(
    page: Page, ids: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    opened(page, ids["studies"])
    while left := int(page.get_attribute("#state", "data-left") or 0):
        page.keyboard.press("a")
        expect(page.locator("#state")).to_have_attribute("data-left", str(left - 1))
    expect(page.locator("#card")).to_contain_text("本文各项均已核对")
    page.keyboard.press("d")
    page.wait_for_url(f"**/article?id={ids['hostile']}")
    opened(page, ids["studies"])
    expect(page.locator("#state")).to_contain_text("本文已完成")
    expect(page.locator(".fact.s-added")).to_contain_text("滨城健康之家")
    final = {article.id: article for article in reviewed_articles(folder)}[ids["studies"]]
    names = {one.name for record in final.records for one in record.institutions}
    assert {"第三人民医院", "滨城健康之家"} <= names
    gold = tmp_path / "gold"
    result = CliRunner().invoke(main, ["export", str(folder), "--to", "gold", "-o", str(gold)])
    assert result.exit_code == 0, result.output
    assert any(
        article.page.text[mark.start : mark.end] == "滨城健康之家"
        for article in read_corpus(gold)
        for mark in article.page.marks
    )
    result = CliRunner().invoke(main, ["evaluate", str(gold), "--json"])
    assert result.exit_code == 0, result.output
    page.goto("/quality")
    expect(page.locator(".figures").first).to_contain_text("机构")
