"""What channels need to know, from the environment (`DRAGOMAN_<CHANNEL>_<NAME>`)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

_PREFIX = "DRAGOMAN_"


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Settings of one channel.

    missing: names of the variables that are not set and without which the channel cannot work.
    account: our phone number id, page id or address, where the provider's messages do not name it.
    template: name of the approved template for answers outside WhatsApp's window.
    template_languages: those in which it exists.
    """

    api_url: str
    token: str = ""
    app_secret: str = ""
    verify_token: str = ""
    account: str = ""
    template: str = ""
    template_languages: tuple[str, ...] = ("en",)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of all channels.

    secret: signs web chat sessions. origins: pages that may embed the web chat (`*`: all).
    timeout: seconds that the REST channel waits for the bot's answer.
    """

    secret: str
    shop: str = "Paloma"
    origins: tuple[str, ...] = ("*",)
    timeout: float = 30.0
    channels: Mapping[str, ChannelSettings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Names:
    """Where a channel's settings stand: accepted prefixes, the provider's address, and which are needed."""

    prefixes: tuple[str, ...]
    api_url: str
    needed: tuple[str, ...]


_CHANNELS = {
    "whatsapp": _Names(
        ("WHATSAPP",),
        "https://graph.facebook.com/v24.0",
        ("TOKEN", "APP_SECRET", "VERIFY_TOKEN"),
    ),
    "facebook": _Names(
        ("FACEBOOK", "MESSENGER"), "https://graph.facebook.com/v24.0", ("TOKEN", "APP_SECRET", "VERIFY_TOKEN")
    ),
    "instagram": _Names(("INSTAGRAM",), "https://graph.instagram.com/v24.0", ("TOKEN", "APP_SECRET", "VERIFY_TOKEN")),
    "line": _Names(("LINE",), "https://api.line.me", ("TOKEN", "CHANNEL_SECRET")),
    "telegram": _Names(("TELEGRAM",), "https://api.telegram.org", ("TOKEN", "WEBHOOK_SECRET")),
}
_TOKENS = ("TOKEN", "ACCESS_TOKEN", "PAGE_TOKEN", "BOT_TOKEN")
_SECRETS = ("APP_SECRET", "CHANNEL_SECRET", "WEBHOOK_SECRET")
_ACCOUNTS = ("PHONE_NUMBER_ID", "PAGE_ID", "ACCOUNT")


def from_environment(environment: Mapping[str, str] | None = None, *, secret: str | None = None) -> Settings:
    """Settings from `environment` (default: the process's own). `secret` overrides DRAGOMAN_SECRET.

    Raises ValueError when there is no secret.
    """
    env = os.environ if environment is None else environment
    signing = secret or env.get("DRAGOMAN_SECRET", "")
    if not signing:
        raise ValueError("DRAGOMAN_SECRET is not set; expected a random text of at least 32 characters")
    origins = tuple(env.get("DRAGOMAN_WIDGET_ORIGINS", "*").replace(",", " ").split()) or ("*",)
    return Settings(
        secret=signing,
        shop=env.get("DRAGOMAN_SHOP_NAME", "Paloma"),
        origins=origins,
        timeout=float(env.get("DRAGOMAN_REST_TIMEOUT", "30")),
        channels={name: _channel(env, names) for name, names in _CHANNELS.items()},
    )


def _channel(env: Mapping[str, str], names: _Names) -> ChannelSettings:
    def value(*keys: str) -> str:
        found = (env.get(f"{_PREFIX}{prefix}_{key}", "").strip() for prefix in names.prefixes for key in keys)
        return next(filter(None, found), "")

    missing = tuple(
        f"{_PREFIX}{names.prefixes[0]}_{key}"
        for key in names.needed
        if not value(*(_TOKENS if key == "TOKEN" else (key,)))
    )
    languages = tuple(value("TEMPLATE_LANGUAGES").replace(",", " ").split())
    return ChannelSettings(
        api_url=(value("API_URL") or names.api_url).rstrip("/"),
        token=value(*_TOKENS),
        app_secret=value(*_SECRETS),
        verify_token=value("VERIFY_TOKEN"),
        account=value(*_ACCOUNTS),
        template=value("TEMPLATE"),
        template_languages=languages or ("en",),
        missing=missing,
    )
