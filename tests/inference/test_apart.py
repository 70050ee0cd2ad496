"""The model in a process of its own: questions are answered whatever becomes of the process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.inference import apart
from bot.inference.apart import Apart
from bot.inference.asked import InferenceError
from bot.inference.process import Started

PRODUCTS = [{"sku": "MUG", "name": "Mug"}]


def start_parrot(folder: Path) -> Started:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.inference.parrot", str(theirs.fileno()), str(folder)]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=Path(__file__).parents[2])
    ours.setblocking(False)
    return Started(process, ours)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
async def parrot(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Apart]:
    monkeypatch.setattr(apart, "_PAUSE", 0.01)
    inference = await Apart.connect(start_parrot(tmp_path), lambda: start_parrot(tmp_path), told.append)
    await inference.open(PRODUCTS)
    yield inference
    await inference.close()


async def said(inference: Apart, text: str) -> Any:
    return await inference.parse(text)


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0.01)


def starts(folder: Path) -> list[int]:
    return [int(line) for line in (folder / "starts").read_text().split()]


async def test_many_questions_at_once_each_get_their_own_answer(parrot: Apart, told: list[str]) -> None:
    texts = [f"{number} " + "ü" * number * 100 for number in range(200)]  # more than one read of the socket
    answers = await asyncio.gather(*(said(parrot, text) for text in texts))
    assert [text for text, _, _ in answers] == texts
    assert answers[0][2] == PRODUCTS
    assert told == ["another bundle"]


async def test_what_fails_is_told_to_who_asked_and_the_others_are_answered(parrot: Apart) -> None:
    failed, answered = await asyncio.gather(said(parrot, "stumble"), said(parrot, "hello"), return_exceptions=True)
    assert isinstance(failed, InferenceError)
    assert str(failed) == "ValueError: too hard a word"
    assert "in parse" in failed.__notes__[0]  # where it happened is for the log
    assert answered[0] == "hello"


async def test_what_is_expected_waits_until_nothing_is_asked(parrot: Apart) -> None:
    nap = asyncio.create_task(said(parrot, "nap"))
    await asyncio.sleep(0)
    parrot.expect("later")
    assert (await said(parrot, "second"))[1] == []
    assert (await nap)[1] == []
    await asyncio.sleep(0.5)
    assert (await said(parrot, "third"))[1] == ["later"]


async def test_long_work_keeps_no_message_waiting(parrot: Apart) -> None:
    passages = asyncio.create_task(asyncio.to_thread(parrot.encode, ["a policy"], "passage"))
    await asyncio.sleep(0.1)
    await said(parrot, "hello")
    assert not passages.done()
    assert await passages == ["a policy"]


async def test_a_killed_process_is_replaced_and_its_questions_are_asked_anew(parrot: Apart, tmp_path: Path) -> None:
    os.kill(starts(tmp_path)[0], signal.SIGKILL)
    answers = await asyncio.gather(*(said(parrot, f"message {number}") for number in range(20)))
    assert [text for text, _, _ in answers] == [f"message {number}" for number in range(20)]
    assert answers[-1][2] == PRODUCTS  # the new one knows the shop's products too
    assert len(starts(tmp_path)) == 2
    assert parrot.is_up


async def test_a_question_that_ends_the_process_once_is_answered_by_the_next(parrot: Apart, tmp_path: Path) -> None:
    assert (await said(parrot, "end once"))[0] == "end once"
    assert len(starts(tmp_path)) == 2


async def test_a_question_that_ends_every_process_is_given_up_and_the_others_are_answered(
    parrot: Apart, tmp_path: Path
) -> None:
    with pytest.raises(InferenceError, match="ended 3 times"):
        await said(parrot, "end")
    assert (await said(parrot, "hello"))[0] == "hello"
    assert len(starts(tmp_path)) == 4


async def test_an_answer_that_does_not_come_is_given_up(
    parrot: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_PATIENCE", 0.3)
    with pytest.raises(InferenceError, match="no answer within"):
        await said(parrot, "sleep")
    monkeypatch.setattr(apart, "_PATIENCE", 30.0)
    assert (await said(parrot, "hello"))[0] == "hello"
    assert len(starts(tmp_path)) == 2


async def test_while_there_is_no_process_readiness_says_so(parrot: Apart, tmp_path: Path) -> None:
    os.kill(starts(tmp_path)[0], signal.SIGKILL)
    await until(lambda: not parrot.is_up)
    await until(lambda: parrot.is_up)
    assert len(starts(tmp_path)) == 2


async def test_a_model_that_cannot_be_loaded_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    inference = await Apart.connect(start_parrot(tmp_path), lambda: start_parrot(tmp_path), print)
    with pytest.raises(InferenceError, match="no model here"):
        await inference.why_train()
    await inference.close()


async def test_a_process_that_ends_before_it_served_is_not_started_again(tmp_path: Path) -> None:
    inference = await Apart.connect(start_parrot(tmp_path), lambda: start_parrot(tmp_path), print)
    with pytest.raises(InferenceError, match="ended with status 3 while it loaded"):
        await said(inference, "end")
    await inference.close()
    assert len(starts(tmp_path)) == 1


async def test_the_process_ends_with_the_house(parrot: Apart, tmp_path: Path) -> None:
    begun = parrot._begun.process
    await parrot.close()
    assert begun.poll() == 0
    assert len(starts(tmp_path)) == 1
