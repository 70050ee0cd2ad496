from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.store import staff
from console.accounts import ensure_admin, hash_password
from console.pages import stream
from console.strings import FOLDER, StringsError, catalogues
from console.throttle import Throttle
from tests.console.conftest import Shop
from tests.console.shop_console import ADMIN, AGENT, waiting


async def test_pages_lead_to_the_login_and_htmx_is_told_to_go_there(shop: Shop) -> None:
    answer = await shop.client().get("/console")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/login")
    part = await shop.client().get("/console", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/console/login")


async def test_the_login_needs_the_right_password_and_a_form_of_ours(shop: Shop) -> None:
    browser = shop.client()
    form = await browser.get("/console/login")
    token = re.search(r'name="token" value="([^"]+)"', form.text)
    assert token
    wrong = await browser.post("/console/login", data={"email": AGENT[0], "password": "x", "token": token[1]})
    assert wrong.status_code == 401
    foreign = await shop.client().post(
        "/console/login", data={"email": AGENT[0], "password": AGENT[1], "token": token[1]}
    )
    assert foreign.status_code == 403
    good = await browser.post("/console/login", data={"email": AGENT[0], "password": AGENT[1], "token": token[1]})
    assert good.status_code == 303
    cookie = next(c for c in good.headers.get_list("set-cookie") if c.startswith("dragoman_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_guessing_passwords_is_slowed_down(shop: Shop) -> None:
    browser = shop.client()
    token = re.search(r'name="token" value="([^"]+)"', (await browser.get("/console/login")).text)
    assert token
    data = {"email": AGENT[0], "password": "guess", "token": token[1]}
    codes = [(await browser.post("/console/login", data=data)).status_code for _ in range(9)]
    assert codes == [401] * 8 + [429]


def test_the_throttle_forgets_after_its_time() -> None:
    now = [0.0]
    throttle = Throttle(tries=2, seconds=60, clock=lambda: now[0])
    throttle.failed("a")
    throttle.failed("a")
    assert throttle.blocked("a")
    assert not throttle.blocked("b")
    now[0] = 61.0
    assert not throttle.blocked("a")


async def test_after_logout_the_session_is_worth_nothing(shop: Shop) -> None:
    browser, csrf = await shop.login(*AGENT)
    session = browser.cookies["dragoman_session"]
    await browser.post("/console/logout", data={"csrf": csrf})
    assert (await shop.client(cookies={"dragoman_session": session}).get("/console")).status_code == 303


async def test_every_page_forbids_foreign_and_inline_code(shop: Shop) -> None:
    wanted = await waiting(shop.deps)
    browser, _ = await shop.login(*ADMIN)
    pages = [
        "/console",
        f"/console/conversations/{wanted}",
        "/console/articles",
        "/console/articles/en/returns-germany",
    ]
    for path in pages:
        page = await browser.get(path)
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|<style", page.text)


async def test_what_a_shopper_writes_is_shown_as_text(shop: Shop) -> None:
    wanted = await waiting(shop.deps, text="<img src=x onerror=alert(1)>")
    browser, _ = await shop.login(*AGENT)
    page = await browser.get(f"/console/conversations/{wanted}")
    assert "&lt;img src=x" in page.text
    assert "<img src=x" not in page.text


async def test_a_conversation_of_another_person_is_refused_in_a_notice(shop: Shop) -> None:
    wanted = await waiting(shop.deps)
    ann, csrf = await shop.login(*AGENT)
    await ann.post(f"/console/conversations/{wanted}/take", data={"csrf": csrf})
    admin, csrf = await shop.login(*ADMIN)
    refused = await admin.post(
        f"/console/conversations/{wanted}/take", data={"csrf": csrf}, headers={"HX-Request": "true"}
    )
    assert (refused.status_code, refused.headers["hx-retarget"]) == (409, "#notice")
    assert "Ann has this conversation" in refused.text


async def test_pages_work_without_scripts(shop: Shop) -> None:
    wanted = await waiting(shop.deps)
    browser, csrf = await shop.login(*AGENT)
    sent = await browser.post(f"/console/conversations/{wanted}/reply", data={"csrf": csrf, "text": "Hello"})
    assert (sent.status_code, sent.headers["location"]) == (303, f"/console/conversations/{wanted}")
    assert "Hello" in (await browser.get(sent.headers["location"])).text
    forged = await browser.post(f"/console/conversations/{wanted}/reply", data={"text": "Hello"})
    assert forged.status_code == 403


async def test_an_agent_sees_articles_without_buttons_and_cannot_change_them(shop: Shop) -> None:
    browser, csrf = await shop.login(*AGENT)
    page = await browser.get("/console/articles/en/returns-germany")
    assert 'value="publish"' not in page.text
    refused = await browser.post("/console/articles", data={"csrf": csrf, "id": "x", "locale": "en"})
    assert refused.status_code == 403


async def test_a_wrong_article_keeps_what_was_typed_and_says_what_is_wrong(shop: Shop) -> None:
    browser, csrf = await shop.login(*ADMIN)
    data = {
        "csrf": csrf,
        "id": "new-one",
        "locale": "en",
        "title": "T",
        "kind": "faq",
        "body": "My text",
        "is_new": "1",
    }
    wrong = await browser.post("/console/articles", data=data | {"facts": "- 14"})
    assert wrong.status_code == 422
    assert "facts: not valid" in wrong.text
    assert "My text" in wrong.text
    wrong = await browser.post("/console/articles", data=data | {"markets": "DE, Narnia"})
    assert "Narnia" in wrong.text


async def test_the_language_switch_leads_only_to_our_own_pages(shop: Shop) -> None:
    for to in ("https://evil.test", "//evil.test", "/console\\evil", "/consoleevil", "javascript:x"):
        answer = await shop.client().get("/console/language/ar", params={"to": to})
        assert answer.headers["location"] == "/console"
    browser = shop.client()
    answer = await browser.get("/console/language/ar", params={"to": "/console/login"})
    assert answer.headers["location"] == "/console/login"
    assert '<html lang="ar" dir="rtl">' in (await browser.get("/console/login")).text


async def test_the_stream_tells_of_changes_even_when_no_hint_comes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "POLL_SECONDS", 0.01)
    wanted = await waiting(shop.deps)
    changes = stream._changes(shop.deps, wanted)
    assert "event: changed" in await anext(changes)
    async with shop.deps.db.write() as session:  # as another process would, without a word to our hub
        from bot.handoff import queue
        from bot.store.conversations import append_message

        row = await queue.load(session, wanted)
        await append_message(session, row, direction="in", author="shopper", text="?", status="received")
    assert "event: changed" in await anext(changes)
    await changes.aclose()


async def test_the_first_administrator_is_made_once(shop: Shop) -> None:
    assert await ensure_admin(shop.deps.db, "second@shop.test", "long enough") is False
    with pytest.raises(ValueError, match="no e-mail address"):
        await ensure_admin(shop.deps.db, "nobody", "long enough")
    with pytest.raises(ValueError, match="expected at least 8"):
        await hash_password("short")


def test_every_language_has_every_word_of_the_console(tmp_path: Path) -> None:
    assert {"en", "ar"} <= set(catalogues())
    (tmp_path / "en.yml").write_text((FOLDER / "en.yml").read_text(encoding="utf-8"), encoding="utf-8")
    arabic = (FOLDER / "ar.yml").read_text(encoding="utf-8")
    for wrong, message in (
        (arabic.replace("login.title:", "login.heading:"), "login"),
        (arabic.replace("{count}", "{number}"), r"ar.yml: inbox.count: expected the places \['count'\]"),
    ):
        (tmp_path / "ar.yml").write_text(wrong, encoding="utf-8")
        with pytest.raises(StringsError, match=message):
            catalogues(tmp_path)


async def test_an_alert_says_in_words_what_it_is_about_and_leads_to_its_conversation(shop: Shop) -> None:
    async with shop.deps.db.write() as session:
        staff.alert(session, "trace", "Trace needed for order PA-1", conversation_id="c-1", order_id="PA-1")
        staff.alert(session, "of_a_plugin", "The plugin says so.")
    browser, _ = await shop.login(*ADMIN)
    page = (await browser.get("/console")).text
    assert '<a href="/console/conversations/c-1">A search for order PA-1 is needed.</a>' in page
    assert "The plugin says so." in page
