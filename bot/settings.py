"""Settings from the environment and `.env`: what is secret or differs from machine to machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

_PROJECT = Path(__file__).resolve().parents[1]
_MIN_SECRET = 32


class SettingsError(Exception):
    """A setting is wrong; the message names it and what is expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything lies, and what must not be in a file of the project.

    root: the folder with `config.yml`, `nlu_data/`, `knowledge_base/`, `models/` and `var/`.
    admin_token: bearer token of an administrator; None accepts none. public_url: where shoppers reach this server,
    for links in answers. environment: everything that was set, for the
    channels' own settings.
    """

    root: Path
    database_url: str
    secret: str
    admin_token: str | None
    admin_email: str
    admin_password: str
    encoder: str | None
    public_url: str
    environment: Mapping[str, str]

    @property
    def config(self) -> Path:
        """The recipe."""
        return self.root / "config.yml"

    @property
    def models(self) -> Path:
        """Encoders and bundles."""
        return self.root / "models"

    @property
    def nlu_data(self) -> Path:
        """Training data."""
        return self.root / "nlu_data"

    @property
    def knowledge_base(self) -> Path:
        """Articles as files."""
        return self.root / "knowledge_base"

    @property
    def content(self) -> Path:
        """What the bot says and does."""
        return _PROJECT / "bot" / "content"

    @property
    def var(self) -> Path:
        """What this machine writes: database, snapshots, generated secrets, simulated mail."""
        return self.root / "var"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of the environment; `.env` beside `config.yml` fills what is not set.

    A missing secret or administrator's password is made up once and kept under `var/`, readable by its owner only.
    Raises SettingsError.
    """
    given = dict(os.environ if environment is None else environment)
    root = Path(given.get("DRAGOMAN_HOME") or (Path.cwd() if Path("config.yml").is_file() else _PROJECT)).resolve()
    if not (root / "config.yml").is_file():
        raise SettingsError(f"{root} has no config.yml; expected the project's folder in DRAGOMAN_HOME")
    env = {key: value for key, value in dotenv_values(root / ".env").items() if value is not None} | given
    var = root / "var"
    secret = env.get("DRAGOMAN_SECRET") or _kept(var / "secret", lambda: secrets.token_urlsafe(48))
    if len(secret) < _MIN_SECRET:
        raise SettingsError(f"DRAGOMAN_SECRET has {len(secret)} characters; expected at least {_MIN_SECRET}")
    return Settings(
        root=root,
        database_url=env.get("DRAGOMAN_DATABASE_URL") or f"sqlite:///{var / 'dragoman.db'}",
        secret=secret,
        admin_token=env.get("DRAGOMAN_ADMIN_TOKEN") or None,
        admin_email=env.get("DRAGOMAN_ADMIN_EMAIL") or "admin@paloma.example",
        admin_password=env.get("DRAGOMAN_ADMIN_PASSWORD")
        or _kept(var / "admin-password", lambda: secrets.token_urlsafe(9)),
        encoder=env.get("DRAGOMAN_ENCODER") or None,
        public_url=(env.get("DRAGOMAN_PUBLIC_URL") or "http://127.0.0.1:5005").rstrip("/"),
        environment=env,
    )


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The text of a private file, made when it is not there."""
    try:
        if path.is_file() and (text := path.read_text(encoding="utf-8").strip()):
            return text
        path.parent.mkdir(parents=True, exist_ok=True)
        text = make()
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        aside.touch(mode=0o600)
        aside.write_text(text + "\n", encoding="utf-8")
        try:
            os.link(aside, path)  # of two processes that start at once, one decides
        except FileExistsError:
            text = path.read_text(encoding="utf-8").strip()
        finally:
            aside.unlink()
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}; is the disk full or read-only?") from error
    return text
