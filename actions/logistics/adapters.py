"""Who is asked where parcels are: `carriers:` in `config.yml`, tokens in the environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from actions.commerce.data_file import DataFileError
from actions.logistics import aftership, seventeentrack
from actions.logistics.aftership import AfterShip
from actions.logistics.ports import Carrier
from actions.logistics.remembering import RememberingCarrier
from actions.logistics.seventeentrack import SeventeenTrack
from actions.logistics.simulator import SimulatedCarrier
from actions.logistics.states import read_states

ADAPTERS = ("simulator", "17track", "aftership")
_VERSIONS = {
    "17track": (seventeentrack.VERSION, r"v2\.[24]", "v2.2 or v2.4"),
    "aftership": (aftership.VERSION, r"20(2[4-9]|[3-9]\d)-(01|04|07|10)", f"a version such as {aftership.VERSION}"),
}
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class CarrierSettingsError(ValueError):
    """A wrong setting: one sentence that names it and what is expected."""


@dataclass(frozen=True, slots=True)
class CarrierChoice:
    """adapter: one of ADAPTERS. version: of the provider's interface; empty for the simulator."""

    adapter: str = "simulator"
    version: str = ""


def read_carrier_choice(given: Any, where: str = "config.yml") -> CarrierChoice:
    """What `carriers:` says; nothing means the shop data's own events. Raises CarrierSettingsError."""
    if given is None:
        return CarrierChoice()
    if not isinstance(given, dict) or str(given.get("adapter")) not in ADAPTERS:
        name = given.get("adapter") if isinstance(given, dict) else given
        raise CarrierSettingsError(f"{where}: carriers.adapter is {name!r}; expected one of {', '.join(ADAPTERS)}")
    adapter = str(given["adapter"])
    allowed = {"adapter", "version"} if adapter in _VERSIONS else {"adapter"}
    if unknown := sorted(str(key) for key in set(given) - allowed):
        expected = ", ".join(sorted(allowed))
        raise CarrierSettingsError(f"{where}: carriers.{unknown[0]} is not known for {adapter}; expected {expected}")
    if adapter not in _VERSIONS:
        return CarrierChoice(adapter)
    newest, pattern, expected = _VERSIONS[adapter]
    version = str(given.get("version", newest))
    if not re.fullmatch(pattern, version):
        raise CarrierSettingsError(f"{where}: carriers.version is {version!r}; expected {expected}")
    return CarrierChoice(adapter, version)


def build_carrier(choice: CarrierChoice, environment: Mapping[str, str], clock: Callable[[], datetime]) -> Carrier:
    """The carrier port. Raises CarrierSettingsError for a missing token, a wrong address or a wrong table."""
    if choice.adapter == "simulator":
        return SimulatedCarrier(clock)
    try:
        if choice.adapter == "17track":
            token = _needed(environment, "DRAGOMAN_17TRACK_TOKEN")
            address = _address(environment, "DRAGOMAN_17TRACK_API_URL", seventeentrack.ADDRESS)
            states = read_states("seventeentrack")
            found: Carrier = SeventeenTrack(token, states, clock, address=address, version=choice.version)
        else:
            key = _needed(environment, "DRAGOMAN_AFTERSHIP_KEY")
            address = _address(environment, "DRAGOMAN_AFTERSHIP_API_URL", aftership.ADDRESS)
            found = AfterShip(key, read_states("aftership"), clock, address=address, version=choice.version)
    except DataFileError as error:
        raise CarrierSettingsError(str(error)) from error
    return RememberingCarrier(found, clock)


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise CarrierSettingsError(f"{name} is not set; carriers.adapter in config.yml needs it")
    return value


def _address(environment: Mapping[str, str], name: str, usual: str) -> str:
    address = environment.get(name) or usual
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise CarrierSettingsError(f"{name} is {address!r}; expected an address, https://…")
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise CarrierSettingsError(f"{name} is {address!r}; expected https, as the token travels with every call")
    return address
