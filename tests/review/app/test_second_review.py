"""Two people review the same article without seeing one another's decisions, and the page tells how far they agree."""

import uuid
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from extract.review.desk import Desk, Request
from tests.review.app.serving import STUDIES, Served, made_run


def _first_review(folder: Path) -> tuple[str, int]:
    """王芳 decides on all facts of one article of the sample, one of them wrong; gives its id and their number."""
    with Desk(folder) as desk:
        id = next(row.id for row in desk.articles(size=100).rows if desk.in_sample(row.id))
        stands = desk.open(id)
        keys = [one.key for one in stands.facts]
        for number, key in enumerate(keys):
            action = "reject" if number == 0 else "accept"
            act = Request(
                id=str(uuid.uuid4()), article_id=id, reviewer="王芳", action=action, target=[key], seen=number
            )
            desk.decide(act)
        desk.decide(
            Request(id=str(uuid.uuid4()), article_id=id, reviewer="王芳", action="done", target=[], seen=len(keys))
        )
    return id, len(keys)


def _window(browser: Browser, served: Served, name: str) -> Page:
    context = browser.new_context(base_url=served.address)
    context.add_cookies([{"name": "studyfacts_reviewer", "value": quote(name), "url": served.address}])
    return context.new_page()


def test_a_second_person_reviews_blind_and_agreement_is_told(browser: Browser, tmp_path: Path) -> None:
    # so many articles that a tenth of them is some
    pages = {f"{number}.html": STUDIES.replace("44例", f"{44 + number}例") for number in range(30)}
    folder = made_run(tmp_path, pages)
    id, number = _first_review(folder)
    served = Served(folder)
    try:
        page = _window(browser, served, "李明")
        page.goto("/quality")
        page.click("text=开始盲法复核")
        page.wait_for_selector("html[data-ready]")
        assert "review=2" in page.url
        page.goto(f"/article?id={id}&review=2")
        page.wait_for_selector("html[data-ready]")
        expect(page.locator(".pill", has_text="盲法复核")).to_be_visible()
        expect(page.locator('.fact[data-status="unreviewed"]')).to_have_count(number)
        for left in range(number, 0, -1):
            expect(page.locator("#state")).to_have_attribute("data-left", str(left))
            page.keyboard.press("a")
        expect(page.locator("#state")).to_have_attribute("data-left", "0")
        page.keyboard.press("d")
        page.wait_for_url(lambda url: id not in url)
        page.goto("/quality")
        expect(page.locator("body")).to_contain_text("两人都完成 1 篇")
        told = page.locator("section", has=page.locator("h3", has_text="两人之间的一致性"))
        expect(told.locator("tbody tr").first).to_be_visible()

        first = _window(browser, served, "王芳")
        first.goto(f"/article?id={id}")
        expect(first.locator('.fact[data-status="rejected"]')).to_have_count(1)
        first.goto("/next?review=2")
        assert id not in first.url
    finally:
        served.stop()
