"""The error browser in a real browser: each error in its sentence, filters, keys, hostile text as text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from extract.evaluation.browser import write_browser
from extract.evaluation.evaluate import Evaluation
from extract.schema import InstitutionValue, PatientsValue
from tests.evaluation.by_hand import LINES, MENTIONS, PAGE, RECORDS, judged, mention, record

SPOILT = [
    mention("patients", "52例", PatientsValue(25), "rule:patients.wrong") if one.quote == "52例" else one
    for one in MENTIONS
    if one.field != "p_value"
] + [mention("institution", "读者", InstitutionValue("读者", "other"), "rule:institution.false")]


@pytest.fixture(scope="module")
def page_of(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("browser")
    evaluation = Evaluation([judged(folder, mentions=SPOILT, records=record(0, p_values=[]))])
    write_browser(evaluation, evaluation.summary(), folder / "errors.html")
    page = browser.new_page()
    page.goto((folder / "errors.html").as_uri())
    yield page
    page.close()


@pytest.fixture
def page(page_of: Page) -> Page:
    page_of.keyboard.press("Escape")
    page_of.keyboard.press("Escape")
    return page_of


def shown(page: Page) -> list[str]:
    return page.locator(".cases .error .zh").all_inner_texts()


def test_every_error_is_there_in_its_sentence(page: Page) -> None:
    assert sorted(shown(page)) == sorted(["值不对", "漏掉", "误报", "研究不完全正确"])
    wrong = page.locator(".cases li", has_text="值不对")
    expect(wrong.locator(".gold-span.found-span")).to_have_text("52例")
    expect(wrong.locator("p")).to_have_text(LINES[0])
    expect(wrong.locator("code")).to_contain_text("rule:patients.wrong")
    study = page.locator(".cases li", has_text="研究不完全正确")
    expect(study.locator(".chip")).to_contain_text("<0.01")


def test_filters_by_field_error_and_rule(page: Page) -> None:
    page.select_option("#field", "institution")
    assert shown(page) == ["误报"]
    page.select_option("#field", "")
    page.select_option("#by", "rule:patients.wrong")
    assert shown(page) == ["值不对"]
    page.select_option("#by", "")
    page.fill("#find", "haematologica")
    assert set(shown(page)) == {"值不对", "漏掉"}


def test_a_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".cases [aria-current]")).to_have_attribute("data-number", "1")
    page.keyboard.press("k")
    expect(page.locator("#place")).to_have_text("1 / 4")
    page.keyboard.press("e")
    assert len(set(shown(page))) == 1
    page.keyboard.press("/")
    page.keyboard.type("nothing fits")
    expect(page.locator("#nothing")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert len(shown(page)) == 4


def test_confidences_are_drawn_with_their_figures(page: Page) -> None:
    """Nine found, all said with 0.9: one dot, 7 right."""
    expect(page.locator("#trust circle")).to_have_count(1)
    expect(page.locator("#trust circle title")).to_have_text("90.0 % → 77.8 % (9)")
    expect(page.locator("#risk circle")).to_have_count(20)
    expect(page.locator("#risk circle title").last).to_have_text("100.0 % → 22.2 %")


def test_english_and_chinese(page: Page) -> None:
    page.click("#language")
    expect(page.locator("#error option").first).to_have_text("all errors")
    page.click("#language")
    expect(page.locator("#error option").first).to_have_text("全部错误")


def test_hostile_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    evil = "<img src=x onerror=document.title='bad'></script><script>document.title='bad'</script>\u202e"
    page = PAGE.replace("读者来自", evil.replace("<", "&lt;"))
    lines = [*LINES[:2], LINES[2].replace("读者来自", evil)]
    evaluation = Evaluation([judged(tmp_path, page, mentions=[], records=RECORDS, lines=lines)])
    write_browser(evaluation, evaluation.summary(), tmp_path / "errors.html")
    shown_page = browser.new_page()
    shown_page.goto((tmp_path / "errors.html").as_uri())
    expect(shown_page.locator(".cases li", has_text="无锡市人民医院").first).to_contain_text("<img src=x onerror")
    assert shown_page.title() != "bad"
    assert shown_page.locator(".cases img").count() == 0
    shown_page.close()
