"""All providers' channels by their name in the address."""

from __future__ import annotations

import httpx2

from connectors.instagram import Instagram
from connectors.line import Line
from connectors.message import Channel
from connectors.messenger import Messenger
from connectors.settings import ChannelSettings, Settings
from connectors.telegram import Telegram
from connectors.whatsapp import WhatsApp

_TIMEOUT = httpx2.Timeout(10.0, connect=5.0)


def http_client() -> httpx2.AsyncClient:
    """The client that all channels share; the application closes it with `aclose`."""
    return httpx2.AsyncClient(timeout=_TIMEOUT, follow_redirects=False)


def build_channels(settings: Settings, client: httpx2.AsyncClient) -> dict[str, Channel]:
    """Each channel, also those whose settings are missing: they refuse by name of the setting."""
    kinds = (WhatsApp, Messenger, Instagram, Line, Telegram)
    unset = ChannelSettings(api_url="", missing=("its settings",))
    return {kind.name: kind(settings.channels.get(kind.name, unset), client) for kind in kinds}
