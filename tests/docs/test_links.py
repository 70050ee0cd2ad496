"""README and docs name files, commands and settings that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import main

PROJECT = Path(__file__).resolve().parents[2]
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_FENCED = re.compile(r"^```(\w*).*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SETTING = re.compile(r"`(DRAGOMAN_[A-Z_]+)`")


def named(page: Path) -> str:
    """How a test calls a page."""
    return str(page.relative_to(PROJECT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_that_links_lead_somewhere(page: Path) -> None:
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    targets = [target for target in _LINK.findall(text) if "://" not in target]
    missing = [target for target in targets if not (page.parent / target).exists() and "screenshots/" not in target]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_that_no_path_of_a_machine_is_in_it(page: Path) -> None:
    found = re.findall(r"(?:/root|/home|/work|/tmp|/Users)/\S+", page.read_text(encoding="utf-8"))
    assert not found


def test_that_commands_exist(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(re.findall(r"^ {4}(\w+)", capsys.readouterr().out, re.MULTILINE))
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    shell = [code for kind, code in _FENCED.findall(text) if kind == "sh"]
    quoted = re.findall(r"`([^`\n]+)`", _FENCED.sub("", text))
    used = set(re.findall(r"(?:^|bin/|\s)dragoman ([a-z]+)", "\n".join(shell + quoted), re.MULTILINE))
    assert len(used) > 5
    assert used <= known


def test_that_settings_are_read_somewhere() -> None:
    rooms = [path for room in ("actions", "bot", "connectors", "console") for path in (PROJECT / room).rglob("*.py")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in rooms)
    for page in PAGES:
        for setting in _SETTING.findall(page.read_text(encoding="utf-8")):
            assert setting in source, f"{page.name}: {setting}"
