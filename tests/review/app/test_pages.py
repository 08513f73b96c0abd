"""Each page in a real browser: readable by everybody (axe-core), in both languages, light and dark, at 200 % zoom."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from extract.review.app.words import words
from tests.review.app.serving import HOSTILE, STUDIES

PAGES = ["/", "/article", "/quality", "/try", "/help", "/name"]
_GRAVE = ("serious", "critical")


def show(page: Page, path: str) -> None:
    if path != "/article":
        page.goto(path)
        return
    page.goto("/next")
    page.wait_for_selector("html[data-ready]")


def grave(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for one in found
        if one["impact"] in _GRAVE
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(page: Page, path: str, theme: str) -> None:
    page.goto(f"/reading?theme={theme}&next=/help")
    page.emulate_media(reduced_motion="reduce")
    show(page, path)
    assert grave(page) == []
    if path == "/article":
        page.keyboard.press("e")
        page.wait_for_selector("form.mend")
        assert grave(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        expect(page.locator("#help")).to_be_visible()
        assert grave(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_200_percent_nothing_is_cut_off(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    show(page, path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_english_leaves_no_chinese_but_the_articles(page: Page) -> None:
    page.goto("/reading?language=en&next=/help")
    expect(page.locator("main")).to_contain_text("How to review")
    assert not re.search("[\u4e00-\u9fff]", page.locator("main").inner_text())
    page.goto("/quality")
    expect(page.locator("h1")).to_contain_text("Quality")


def test_try_it_shows_records_at_once_and_takes_hostile_text_as_text(page: Page, tmp_path: Path) -> None:
    page.goto("/try")
    page.fill("textarea", STUDIES)
    page.click("form.try button")
    expect(page.locator(".record:not(.loose)")).to_have_count(2)
    expect(page.locator("#card")).to_contain_text("可信度")
    assert page.locator("[data-act=accept]").count() == 0
    page.goto("/try")
    page.set_input_files("[name=file]", {"name": "a.html", "mimeType": "text/html", "buffer": HOSTILE.encode()})
    page.click("form.try button")
    expect(page.locator("#text")).to_contain_text("</textarea></template></script>")
    page.goto("/try")
    page.fill("textarea", "</textarea><script>document.title='bad'</script>")
    page.click("form.try button")
    expect(page.locator("form.try .wrong, #text")).to_be_visible()
    assert page.title() != "bad"


def test_each_text_is_in_both_languages_and_no_key_hides_behind_a_method() -> None:
    chinese, english = words("zh"), words("en")
    assert {name: set(section) for name, section in chinese.items()} == {
        name: set(section) for name, section in english.items()
    }
    assert not any(
        hasattr(dict, key) for section in chinese.values() for key in section if section is not chinese["value"]
    )
