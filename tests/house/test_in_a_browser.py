"""The running house in a real browser: the shopper's web chat, and the desk of whoever helps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.console.browser import chromium
from tests.house.house import EMAIL, PASSWORD, House

# A folder for pictures of what the tests see; docs/screenshots are made so.
SHOTS = os.environ.get("HOUSE_SCREENSHOTS")
_PATIENCE = 20_000  # milliseconds
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def people(browser: Browser, house: House) -> Iterator[Any]:
    """Opens pages, each as somebody else's browser; fails when a page had an error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def arrives(width: int = 1280, height: int = 860, **options: Any) -> Page:
        context = browser.new_context(
            base_url=house.address, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if "Security Policy" in said.text else None)
        return page

    yield arrives
    for context in contexts:
        context.close()
    assert problems == []


def accessible(page: Page, name: str) -> None:
    """No violation of WCAG that axe knows."""
    page.wait_for_load_state()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def picture(page: Page, name: str) -> None:
    """Keeps a picture where somebody wants one."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def shops(page: Page, language: str, customer: str, market: str) -> Locator:
    """Opens the demo page as a shopper and the chat on it; returns the chat."""
    page.goto(f"/demo?language={language}&market={market}&shopper={customer}")
    expect(page.locator("#who")).not_to_be_empty()
    page.locator("#chat").click()
    chat = page.locator("dragoman-chat .panel")
    expect(chat).to_be_visible()
    return chat


def writes(chat: Locator, text: str) -> None:
    """Writes into the chat."""
    field = chat.get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
    expect(chat.locator(".msg.shopper .bubble").last).to_contain_text(text)


def answers(chat: Locator) -> Locator:
    """The answers in the chat, oldest first."""
    return chat.locator(".msg:not(.shopper) .bubble")


def logs_in(page: Page, language: str = "en") -> None:
    """Signs in at the desk."""
    page.goto(f"/console/language/{language}?to=/console/login")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#inbox")).to_be_visible()


def comes_late(route: Any) -> None:
    """Holds the answer to a request back."""
    answer = route.fetch()
    time.sleep(0.5)
    route.fulfill(response=answer)


def test_a_shopper_asks_in_the_web_chat_a_person_helps_and_the_bot_takes_over_again(people: Any, house: House) -> None:
    shop = people()
    chat = shops(shop, "en", "cust-demo-en", "US")
    writes(chat, "Where is my order?")
    expect(answers(chat).last).to_contain_text("Which order do you mean?")
    chat.get_by_role("button", name="PA-2026-100012").click()
    expect(answers(chat).filter(has_text="customs").last).to_be_visible()
    expect(answers(chat).filter(has_text="SORRY-")).to_be_visible()
    picture(shop, "widget-en")
    accessible(shop, "demo page with open chat")

    for customer, locale, words in (
        ("cust-demo-de", "de-DE", "Das ist eine Frechheit! Ich will sofort mit einem Menschen sprechen!"),
        ("cust-demo-ja", "ja-JP", "担当者と話したいです"),
        ("cust-demo-ar", "ar-SA", "أريد التحدث مع موظف"),
    ):
        house.shopper(customer, locale).says(words)
    office = people()
    logs_in(office)
    shop.route("**/webchat/messages", comes_late)  # what the stream tells has happened when the message is answered
    asked = time.monotonic()
    writes(chat, "I want to talk to a person")
    row = office.locator("#inbox tbody tr").filter(has_text="Olivia").first
    expect(row).to_be_visible()
    print(f"asked for a person → in the inbox: {time.monotonic() - asked:.2f} s")
    shop.wait_for_timeout(1500)
    expect(chat.locator(".state")).to_have_text("You are in the queue for a person")
    shop.unroute("**/webchat/messages")
    picture(office, "console-inbox")
    accessible(office, "inbox")

    row.get_by_role("link").first.click()
    panel = office.locator(".panel")
    for known in ("PA-2026-100012", "cust-demo-en"):
        expect(panel).to_contain_text(known)
    office.get_by_role("button", name="Take", exact=True).click()
    expect(chat.locator(".state")).to_contain_text("has joined")
    reply = office.get_by_label("Your answer")
    reply.fill("Hello Olivia, I have just called customs: your parcel leaves tomorrow.")
    reply.press("Control+Enter")
    sent = time.monotonic()
    expect(answers(chat).last).to_contain_text("your parcel leaves tomorrow")
    print(f"sent from the desk → seen in the web chat: {time.monotonic() - sent:.2f} s")
    writes(chat, "Wonderful, thank you!")
    expect(office.locator(".message.shopper").last).to_contain_text("Wonderful")
    picture(office, "console-conversation")
    accessible(office, "conversation")

    office.get_by_role("button", name="Return to the bot").click()
    expect(office.locator(".head .state")).to_have_text("Bot")
    writes(chat, "How much is shipping?")
    expect(answers(chat).last).to_contain_text("Shipping (United States) costs")
    expect(chat.locator(".state")).to_have_text("Automatic assistant")


def test_the_chat_is_still_there_after_the_page_was_left(people: Any) -> None:
    page = people()
    chat = shops(page, "de", "cust-demo-de", "DE")
    writes(chat, "Wo ist meine Bestellung PA-2026-100051?")
    expect(answers(chat).filter(has_text="PA-2026-100051")).to_be_visible()
    page.reload()
    page.locator("#chat").click()
    expect(answers(page.locator("dragoman-chat .panel")).filter(has_text="PA-2026-100051")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "market", "question", "said", "direction"),
    [
        ("ar", "SA", "أين طلبي PA-2026-100092؟", "الجمارك", "rtl"),
        ("th", "TH", "คำสั่งซื้อ PA-2026-100132 อยู่ที่ไหน", "ศุลกากร", "ltr"),
    ],
)
def test_the_chat_speaks_and_runs_as_the_language_does(
    people: Any, language: str, market: str, question: str, said: str, direction: str
) -> None:
    page = people()
    chat = shops(page, language, f"cust-demo-{language}", market)
    writes(chat, question)
    expect(answers(chat).filter(has_text=said).first).to_be_visible()
    expect(chat).to_have_css("direction", direction)
    assert page.locator("html").get_attribute("dir") == direction
    own = chat.locator(".msg.shopper").last.evaluate(
        "one => one.getBoundingClientRect().left - one.parentNode.getBoundingClientRect().left"
    )
    far = chat.locator(".msg.shopper").last.evaluate(
        "one => one.parentNode.getBoundingClientRect().right - one.getBoundingClientRect().right"
    )
    assert (own < far) == (direction == "rtl")  # the shopper's own words stand at the end of the line
    overflow = chat.evaluate("panel => panel.scrollWidth > panel.clientWidth")
    assert not overflow
    picture(page, f"widget-{language}")
    accessible(page, f"demo page in {language}")


def test_on_a_phone_the_chat_fills_the_screen(people: Any) -> None:
    page = people(420, 720)
    chat = shops(page, "ja", "cust-demo-ja", "JP")
    writes(chat, "注文PA-2026-100112はどこですか？")
    expect(answers(chat).filter(has_text="税関").first).to_be_visible()
    # The answer may be there before the panel has finished rising.
    chat.evaluate("panel => Promise.all(panel.getAnimations().map(animation => animation.finished))")
    assert chat.bounding_box() == {"x": 0, "y": 0, "width": 420, "height": 720}
    accessible(page, "chat on a phone")


def test_an_article_is_edited_in_arabic_and_the_bots_next_answer_names_it(people: Any, house: House) -> None:
    shopper = house.shopper(None, "ar-AE")
    assert "التوصيل في الإمارات" in shopper.says("كم يستغرق التوصيل؟")
    office = people()
    logs_in(office, "ar")
    assert office.locator("html").get_attribute("dir") == "rtl"
    office.goto("/console/articles?locale=ar&q=delivery-ae")
    accessible(office, "articles in Arabic")
    office.locator('main a[href*="/ar/delivery-ae"]').click()
    title = office.locator("#title")
    expect(title).to_have_value("التوصيل في الإمارات")
    picture(office, "console-article-ar")
    accessible(office, "article in Arabic")
    title.fill("التوصيل في الإمارات هذا الشتاء")
    office.get_by_role("button", name="نشر").click()
    expect(office.get_by_role("status")).to_be_visible()
    assert "التوصيل في الإمارات هذا الشتاء" in shopper.says("كم يستغرق التوصيل؟")
