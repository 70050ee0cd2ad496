from __future__ import annotations

import pytest

from bot.store import staff
from tests.console.conftest import Shop
from tests.console.shop_console import ADMIN, AGENT, ARTICLE, waiting


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conversations",
        "/api/v1/conversations/x/messages",
        "/api/v1/orders/PA-2025-104233",
        "/api/v1/knowledge/search?q=returns",
        "/api/v1/knowledge/articles",
        "/api/v1/alerts",
    ],
)
async def test_nothing_is_told_without_a_login(shop: Shop, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}):
        answer = await shop.client().get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"] == "Unauthorized"


async def test_a_conversation_is_found_by_channel_and_sender_with_all_that_is_known(shop: Shop) -> None:
    wanted = await waiting(shop.deps, "rest-user-7")
    await waiting(shop.deps, "somebody else")
    found = (await shop.api.get("/api/v1/conversations", params={"channel": "rest", "sender": "rest-user-7"})).json()
    assert [entry["id"] for entry in found] == [wanted]
    one = (await shop.api.get(f"/api/v1/conversations/{wanted}")).json()
    assert (one["status"], one["language"], one["market"]) == ("waiting", "ar", "SA")
    assert [entry["name"] for entry in one["emotions"]] == ["neutral", "anxious", "angry"]
    assert one["slots"]["order_id"] == "PA-2025-104233"
    assert one["context_package"]["orders"][0]["status"] == "shipped"


async def test_conversations_are_filtered_by_several_states_and_paged(shop: Shop) -> None:
    first = await waiting(shop.deps, "a", priority=90)
    second = await waiting(shop.deps, "b", priority=10)
    listing = await shop.api.get("/api/v1/conversations?status=waiting&status=human&limit=1")
    assert [entry["id"] for entry in listing.json()] == [first]
    listing = await shop.api.get("/api/v1/conversations?status=waiting&status=human&limit=1&offset=1")
    assert [entry["id"] for entry in listing.json()] == [second]
    assert (await shop.api.get("/api/v1/conversations?status=bot")).json() == []


async def test_take_reply_release_and_resolve_over_the_api(shop: Shop) -> None:
    path = f"/api/v1/conversations/{await waiting(shop.deps)}"
    assert (await shop.api.post(f"{path}/handoff")).json()["status"] == "human"
    sent = await shop.api.post(f"{path}/messages", json={"text": "مرحبًا، أنا هنا."})
    assert sent.status_code == 201
    messages = (await shop.api.get(f"{path}/messages")).json()
    assert [message["author"] for message in messages] == ["shopper", "bot", "staff"]
    newer = (await shop.api.get(f"{path}/messages", params={"after": messages[1]["id"]})).json()
    assert [message["text"] for message in newer] == ["مرحبًا، أنا هنا."]
    assert (await shop.api.post(f"{path}/release")).json()["status"] == "bot"
    queued = await shop.api.post(f"{path}/handoff", json={"action": "queue", "reason": "complaint"})
    assert (queued.json()["status"], queued.json()["reason"]) == ("waiting", "complaint")
    assert (await shop.api.post(f"{path}/resolve")).json()["status"] == "closed"
    again = await shop.api.post(f"{path}/messages", json={"text": "Hello?"})
    assert (again.status_code, again.json()["detail"]) == (409, "the conversation is closed")


async def test_errors_are_problem_documents_that_name_the_field(shop: Shop) -> None:
    path = f"/api/v1/conversations/{await waiting(shop.deps)}"
    wrong = await shop.api.post(f"{path}/messages", json={"txt": "x"})
    assert wrong.status_code == 422
    assert {entry["field"] for entry in wrong.json()["errors"]} == {"body.text", "body.txt"}
    missing = await shop.api.get("/api/v1/conversations/nope")
    assert (missing.status_code, missing.json()["detail"]) == (404, "there is no conversation nope")
    nowhere = await shop.api.get("/api/v1/nowhere")
    assert (nowhere.status_code, nowhere.headers["content-type"]) == (404, "application/problem+json")


async def test_a_session_may_change_things_only_with_its_csrf_token(shop: Shop) -> None:
    wanted = await waiting(shop.deps)
    browser, csrf = await shop.login(*AGENT)
    path = f"/api/v1/conversations/{wanted}/handoff"
    for headers in ({}, {"X-CSRF-Token": "guessed"}):
        refused = await browser.post(path, headers=headers)
        assert refused.status_code == 403
    assert (await browser.get(f"/api/v1/conversations/{wanted}")).json()["status"] == "waiting"
    taken = await browser.post(path, headers={"X-CSRF-Token": csrf})
    assert taken.json()["assigned_name"] == "Ann"


async def test_an_agent_reads_articles_and_an_editor_changes_them(shop: Shop) -> None:
    agent, csrf = await shop.login(*AGENT)
    path = "/api/v1/knowledge/articles/en/returns-germany"
    assert (await agent.get(path)).json()["title"] == "Returns in Germany"
    draft = {name: value for name, value in ARTICLE.items() if name not in ("id", "locale")} | {"title": "New title"}
    refused = await agent.put(path, json=draft, headers={"X-CSRF-Token": csrf})
    assert refused.status_code == 403
    assert "editor" in refused.json()["detail"]
    admin, csrf = await shop.login(*ADMIN)
    saved = await admin.put(path, json=draft, headers={"X-CSRF-Token": csrf})
    assert (saved.json()["status"], saved.json()["version"]) == ("draft", 2)
    search = {"q": "returns in germany", "market": "DE"}
    assert len((await agent.get("/api/v1/knowledge/search", params=search)).json()) == 1
    published = await admin.post(f"{path}/publish", headers={"X-CSRF-Token": csrf})
    assert (published.json()["status"], published.json()["title"]) == ("published", "New title")
    assert (await agent.get("/api/v1/knowledge/search", params=search)).json() == []


async def test_a_wrong_article_is_refused_with_its_key_and_a_preview_shows_no_scripts(shop: Shop) -> None:
    wrong = await shop.api.post("/api/v1/knowledge/articles/preview", json=ARTICLE | {"markets": ["Narnia"]})
    assert wrong.status_code == 422
    assert "markets: 'Narnia'" in wrong.json()["detail"]
    unknown = await shop.api.post("/api/v1/knowledge/articles/preview", json=ARTICLE | {"colour": "red"})
    assert unknown.json()["errors"][0]["field"] == "body.colour"
    shown = await shop.api.post(
        "/api/v1/knowledge/articles/preview", json=ARTICLE | {"body": "**Now** <script>alert(1)</script>"}
    )
    assert "<strong>Now</strong>" in shown.json()["html"]
    assert "<script>" not in shown.json()["html"]
    missing = await shop.api.post("/api/v1/knowledge/articles/en/nope/publish")
    assert missing.status_code == 404


async def test_orders_are_shown_to_staff(shop: Shop) -> None:
    assert (await shop.api.get("/api/v1/orders/PA-2025-104233")).json()["status"] == "shipped"
    assert (await shop.api.get("/api/v1/orders/PA-0")).status_code == 404


async def test_an_acknowledged_alert_is_gone(shop: Shop) -> None:
    async with shop.deps.db.write() as session:
        staff.alert(session, "action_server", "The action server does not answer.")
    alert = (await shop.api.get("/api/v1/alerts")).json()[0]
    assert alert["text"] == "The action server does not answer."
    assert (await shop.api.post(f"/api/v1/alerts/{alert['id']}/acknowledge")).status_code == 204
    assert (await shop.api.get("/api/v1/alerts")).json() == []
    assert (await shop.api.post(f"/api/v1/alerts/{alert['id']}/acknowledge")).status_code == 404
