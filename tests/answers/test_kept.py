"""What was read is kept for the next start, and never outlives the files that it was read from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.answers import Answers, ContentError
from tests.answers.conftest import copy_content


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return copy_content(tmp_path / "content")


def _first_text(answers: Answers, response: str) -> str:
    return answers.catalogue.base.responses[response][0].pieces[0].text


def test_the_same_files_are_not_read_again(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Answers.load(content, kept=tmp_path / "kept")
    monkeypatch.setattr(Answers, "_read", lambda _content: pytest.fail("the files were read again"))
    again = Answers.load(content, kept=tmp_path / "kept")
    assert again.catalogue.locales.keys() == first.catalogue.locales.keys()
    assert again.catalogue.locales["ar"].responses == first.catalogue.locales["ar"].responses
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_changed_file_is_read(content: Path, tmp_path: Path) -> None:
    before = Answers.load(content, kept=tmp_path / "kept")
    said = _first_text(before, "utter_order_late")
    path = content / "responses" / "en.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(said, f"Well: {said}", 1), encoding="utf-8")
    assert _first_text(Answers.load(content, kept=tmp_path / "kept"), "utter_order_late") == f"Well: {said}"
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_wrong_file_is_refused_at_every_start(content: Path, tmp_path: Path) -> None:
    Answers.load(content, kept=tmp_path / "kept")
    (content / "responses" / "de.yml").write_text("locale: de\nresponses: []\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ContentError, match=r"de\.yml"):
            Answers.load(content, kept=tmp_path / "kept")


def test_what_cannot_be_read_is_made_anew(content: Path, tmp_path: Path) -> None:
    Answers.load(content, kept=tmp_path / "kept")
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    assert "utter_order_late" in Answers.load(content, kept=tmp_path / "kept").catalogue
    assert Answers.load(content, kept=tmp_path / "kept").catalogue.report()


def test_a_folder_that_cannot_be_made_keeps_nothing(content: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert "utter_order_late" in Answers.load(content, kept=tmp_path / "file" / "kept").catalogue
    shutil.rmtree(content)
