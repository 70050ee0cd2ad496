from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.handoff import desk
from bot.handoff.views import Staff
from tests.console.browser import Served, chromium
from tests.console.shop_console import ADMIN, AGENT, waiting

# A folder for screenshots of every page, to look at them.
SHOTS = os.environ.get("CONSOLE_SCREENSHOTS")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("console")).running() as console:
        yield console


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(
        base_url=served.address, viewport={"width": 1360, "height": 860}, reduced_motion="reduce"
    )
    context.set_default_timeout(8000)
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert problems == []


def login(page: Page, who: tuple[str, str] = ADMIN, language: str = "en") -> None:
    page.goto(f"/console/language/{language}?to=/console/login")
    page.locator("#email").fill(who[0])
    page.locator("#password").fill(who[1])
    page.keyboard.press("Enter")
    expect(page.locator("#inbox")).to_be_visible()


def accessible(page: Page, name: str) -> None:
    """No violation, light and dark, once the page is whole."""
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_load_state()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results: Any = Axe().run(page)
        assert results.violations_count == 0, f"{name} ({scheme}): {results.generate_report()}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"console-{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")


def test_a_waiting_conversation_appears_live_and_is_taken_answered_and_resolved(page: Page, served: Served) -> None:
    login(page)
    accessible(page, "inbox-empty")
    wanted = served.run(waiting(served.deps, "live-1", priority=80))
    served.run(waiting(served.deps, "live-2", priority=45, text="Second"))
    row = page.locator(f"#row-{wanted}")
    expect(row).to_be_visible()
    expect(row).to_contain_text("Layla Haddad")
    expect(row).to_contain_text("Arabic")
    expect(row).to_contain_text("Saudi Arabia")
    expect(row).to_contain_text("Angry")
    expect(page.locator("tbody tr").first).to_have_id(f"row-{wanted}")
    accessible(page, "inbox-en")

    row.get_by_role("link").click()
    panel = page.locator(".panel")
    for text in ("Layla Haddad", "Gold", "PA-2025-104233", "Shipped", "Where an order is", "Anxious", "track order"):
        expect(panel).to_contain_text(text)
    expect(page.locator(".said").first).to_have_css("direction", "rtl")
    page.get_by_role("button", name="Take", exact=True).click()
    expect(page.locator(".head .state")).to_have_text("In hand")
    reply = page.get_by_label("Your answer")
    reply.fill("مرحبًا ليلى، دفعنا الرسوم اليوم.")

    served.run(_shopper_says(served, wanted, "شكرًا"))  # while the answer is being typed
    expect(page.locator(".message.shopper").last).to_contain_text("شكرًا")
    expect(reply).to_have_value("مرحبًا ليلى، دفعنا الرسوم اليوم.")
    reply.press("Control+Enter")
    expect(page.locator(".message.staff")).to_contain_text("دفعنا الرسوم اليوم")
    expect(reply).to_have_value("")
    accessible(page, "case-en")

    page.get_by_role("button", name="Return to the bot").click()
    expect(page.locator(".head .state")).to_have_text("Bot")
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    page.get_by_role("link", name="Back to the inbox").click()
    expect(page.locator(f"#row-{wanted}")).to_have_count(0)


async def _shopper_says(served: Served, conversation_id: str, text: str) -> None:
    from bot.handoff import queue
    from bot.store.conversations import append_message

    async with served.deps.db.write() as session:
        row = await queue.load(session, conversation_id)
        await append_message(session, row, direction="in", author="shopper", text=text, status="received")
    served.deps.hub.publish(f"conversation:{conversation_id}", {"event": "message"})


def test_two_people_at_one_conversation_see_who_has_it(page: Page, served: Served) -> None:
    wanted = served.run(waiting(served.deps, "both", priority=70))
    login(page, AGENT)
    page.goto(f"/console/conversations/{wanted}")
    page.route("**/console/events*", lambda route: route.abort())  # this page learns nothing by itself any more
    page.reload()
    served.run(desk.take(served.deps.db, served.deps.hub, wanted, Staff("bob", "Bob", "agent")))
    page.get_by_role("button", name="Take", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("bob has this conversation")
    accessible(page, "case-refused")


def test_an_article_is_edited_previewed_and_published(page: Page, served: Served) -> None:
    login(page)
    page.get_by_role("link", name="Articles", exact=True).click()
    accessible(page, "articles-en")
    page.get_by_role("link", name="Returns in Germany").click()
    page.get_by_label("Text (Markdown)").fill("You have **30 days**.\n\n- unworn\n- with its box")
    page.get_by_label("Facts").fill("return_window_days: 30")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview strong")).to_have_text("30 days")
    accessible(page, "article-en")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_role("status")).to_contain_text("The draft is saved.")
    page.get_by_label("Markets").fill("DE, Narnia")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main [role=alert]").last).to_contain_text("Narnia")
    page.get_by_label("Markets").fill("DE, AT")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status")).to_contain_text("Published")
    article = served.run(served.deps.articles.get("returns-germany", "en"))
    assert (article["status"], article["facts"], article["markets"]) == (
        "published",
        {"return_window_days": 30},
        ["DE", "AT"],
    )


def test_the_console_in_arabic_runs_from_right_to_left(page: Page, served: Served) -> None:
    wanted = served.run(waiting(served.deps, "arabic", priority=95))
    page.goto("/console/login")
    page.get_by_role("link", name="العربية").click()
    accessible(page, "login-ar")
    login(page, language="ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    expect(page.locator(f"#row-{wanted}")).to_contain_text("غاضب")
    accessible(page, "inbox-ar")
    page.locator(f"#row-{wanted}").get_by_role("link").click()
    page.get_by_role("button", name="استلام").click()
    page.get_by_label("ردك").fill("أهلًا بكِ")
    page.get_by_role("button", name="إرسال").click()
    expect(page.locator(".message.staff")).to_contain_text("أهلًا بكِ")
    shopper = page.locator(".message.shopper").first.bounding_box()
    staff = page.locator(".message.staff").first.bounding_box()
    assert shopper
    assert staff
    assert shopper["x"] > staff["x"]
    accessible(page, "case-ar")
    page.get_by_role("button", name="إنهاء").click()
    expect(page.get_by_text("هذه المحادثة مغلقة.")).to_be_visible()
    page.get_by_role("link", name="المقالات", exact=True).click()
    page.get_by_role("link", name="Returns in Germany").click()
    accessible(page, "article-ar")


def test_the_desk_can_be_used_by_keyboard_alone_and_on_a_phone(page: Page, served: Served) -> None:
    wanted = served.run(waiting(served.deps, "keyboard", priority=99))
    login(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"#row-{wanted} a").focus()
    page.keyboard.press("Enter")
    take = page.get_by_role("button", name="Take", exact=True)
    take.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".head .state")).to_have_text("In hand")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    accessible(page, "case-phone")
