"""A wrong setting of the carriers is one clear sentence at the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from carrier_parts import NOW

from actions.commerce.data_file import DataFileError
from actions.logistics.adapters import CarrierChoice, CarrierSettingsError, build_carrier, read_carrier_choice
from actions.logistics.remembering import RememberingCarrier
from actions.logistics.simulator import SimulatedCarrier
from actions.logistics.states import read_states
from bot.content_files import HouseError, read_recipe
from bot.remote_setup import carrier_port


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("dhl", "carriers.adapter is 'dhl'; expected one of simulator, 17track, aftership"),
        ({"adapter": "ups"}, "carriers.adapter is 'ups'; expected one of simulator, 17track, aftership"),
        ({"adapter": "17track", "token": "x"}, "carriers.token is not known for 17track; expected adapter, version"),
        ({"adapter": "17track", "version": "v1"}, "carriers.version is 'v1'; expected v2.2 or v2.4"),
        ({"adapter": "aftership", "version": "v4"}, "carriers.version is 'v4'; expected a version such as 2025-07"),
        ({"adapter": "simulator", "version": "1"}, "carriers.version is not known for simulator; expected adapter"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_expected(given: object, says: str) -> None:
    with pytest.raises(CarrierSettingsError) as found:
        read_carrier_choice(given)
    assert str(found.value) == f"config.yml: {says}"


@pytest.mark.parametrize(
    ("adapter", "environment", "says"),
    [
        ("17track", {}, "DRAGOMAN_17TRACK_TOKEN is not set"),
        ("aftership", {"DRAGOMAN_AFTERSHIP_KEY": " "}, "DRAGOMAN_AFTERSHIP_KEY is not set"),
        (
            "aftership",
            {"DRAGOMAN_AFTERSHIP_KEY": "k", "DRAGOMAN_AFTERSHIP_API_URL": "http://example.com"},
            "expected https",
        ),
        ("17track", {"DRAGOMAN_17TRACK_TOKEN": "k", "DRAGOMAN_17TRACK_API_URL": "track"}, "expected an address"),
    ],
)
def test_a_missing_token_or_an_open_line_stops_the_start(adapter: str, environment: dict[str, str], says: str) -> None:
    with pytest.raises(HouseError, match=says):
        carrier_port(read_carrier_choice({"adapter": adapter}), environment, lambda: NOW)


async def test_the_chosen_carrier_is_built() -> None:
    assert isinstance(build_carrier(CarrierChoice(), {}, lambda: NOW), SimulatedCarrier)
    for adapter, name in (("17track", "DRAGOMAN_17TRACK_TOKEN"), ("aftership", "DRAGOMAN_AFTERSHIP_KEY")):
        built = build_carrier(read_carrier_choice({"adapter": adapter}), {name: "k"}, lambda: NOW)
        assert isinstance(built, RememberingCarrier)
        await built.aclose()


def test_config_says_which_carriers(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("recipe: dragoman.v1\ncarriers: {adapter: aftership, version: 2025-04}\n", encoding="utf-8")
    assert read_recipe(config).carriers == CarrierChoice("aftership", "2025-04")
    config.write_text("carriers: {adapter: pigeon}\n", encoding="utf-8")
    with pytest.raises(HouseError, match=r"config.yml: carriers.adapter is 'pigeon'"):
        read_recipe(config)


def test_a_wrong_table_is_refused_with_file_line_and_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "aftership.yml").write_text("states:\n  Delivered: arrived\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"aftership.yml:2: states.Delivered: Input should be 'label_created'"):
        read_states("aftership", tmp_path)
