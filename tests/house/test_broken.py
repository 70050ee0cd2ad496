"""When something of ours breaks, the shopper gets a sentence, staff an alert, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.house.house import House, Shopper, running


def told_and_alerted(house: House, shopper: Shopper) -> None:
    """What must be true after a turn that went wrong."""
    assert shopper.last.says("internal_error")
    found = shopper.conversation
    assert found["status"] == "waiting"
    assert found["context_package"]["reason"] == "internal_error"
    assert [one["kind"] for one in house.alerts(found["id"])] == ["turn_failed"]


def test_an_action_that_raises_ends_in_a_sentence_an_alert_and_a_person(house: House) -> None:
    # An order that no program of ours wrote: its payments are no list.
    with sqlite3.connect(house.database) as database:
        (document,) = database.execute("SELECT document FROM orders WHERE id = 'PA-2026-102013'").fetchone()
        broken = json.dumps({**json.loads(document), "payments": "lost in a migration"})
        database.execute("UPDATE orders SET document = ? WHERE id = 'PA-2026-102013'", (broken,))
    shopper = house.shopper("cust-case-cancelled", "ru-RU")
    shopper.says("Где мой заказ PA-2026-102013?")
    told_and_alerted(house, shopper)
    assert shopper.says("Алло?").responses == ("waiting",)
    with sqlite3.connect(house.database) as database:
        database.execute("UPDATE orders SET document = ? WHERE id = 'PA-2026-102013'", (document,))


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose actions run on a server that is down."""
    config = "\naction_endpoint: {url: http://127.0.0.1:9/webhook}\n"
    yield from running(House(tmp_path_factory.mktemp("remote"), change_config=lambda text: text + config))


def test_an_action_server_that_is_down_is_no_silence(remote: House) -> None:
    shopper = remote.shopper("cust-demo-en", "en-US")
    shopper.says("Where is my order PA-2026-100011?")
    told_and_alerted(remote, shopper)


def test_messages_are_answered_though_the_process_of_the_model_ends(house: House) -> None:
    shoppers = [house.shopper(None, "en-US") for _ in range(6)]
    killed = house.model_process
    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(shopper.post, "How much is shipping?") for shopper in shoppers]
        os.kill(killed, signal.SIGKILL)
        assert all(one.result().status_code == 200 and one.result().json() for one in answers)
    assert [shopper.conversation["status"] for shopper in shoppers] == ["bot"] * 6
    assert house.model_process != killed
    assert "inference_ended" in house.log()


@pytest.mark.timeout(300)
def test_a_power_cut_during_a_burst_loses_no_message_and_answers_none_twice(tmp_path: Path) -> None:
    house = House(tmp_path)
    text = "How much is shipping?"
    shoppers = [house.shopper(None, "en-US", sender=f"storm-{number}") for number in range(12)]
    messages = [(shopper, f"m{number}") for shopper in shoppers for number in range(3)]

    def send(one: tuple[Shopper, str]) -> bool:
        try:
            return one[0].post(text, message_id=one[1]).status_code == 200
        except httpx2.HTTPError:
            return False

    try:
        house.start()
        with ThreadPoolExecutor(12) as pool:
            sent = [pool.submit(send, one) for one in messages]
            while not any(one.done() for one in sent):
                time.sleep(0.005)
            house.kill()
            arrived = [one.result() for one in sent]
        assert not all(arrived), "the cut came too late to cut anything"
        house.start()
        with ThreadPoolExecutor(12) as pool:  # clients repeat what they got no answer to
            assert all(pool.map(send, messages))
        for shopper in shoppers:
            said = house.messages(shopper.conversation["id"])
            assert sum(one["author"] == "shopper" for one in said) == 3
            first = shopper.post(text, message_id="m0").json()
            assert shopper.post(text, message_id="m0").json() == first
        with sqlite3.connect(house.database) as database:
            answers = database.execute(
                "SELECT reply_to, text, COUNT(*) FROM messages WHERE author = 'bot' GROUP BY 1, 2"
            )
            assert all(count == 1 for _, _, count in answers)
            undone = database.execute("SELECT COUNT(*) FROM tasks WHERE queue = 'inbox' AND state != 'done'")
            assert undone.fetchone() == (0,)
    finally:
        house.stop()
