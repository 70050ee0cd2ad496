"""The scenario files' schema. `tests/scenarios/<language>/*.yml`, each a list of conversations of one market."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

import actions.commerce.demo_shop  # noqa: F401  (fills the stories)
from actions.commerce.data_file import DataFileError, read_data
from actions.commerce.demo.data import LANGUAGES, catalogue, markets
from actions.commerce.demo.stories import STORIES

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "scenarios"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _alternatives(value: object) -> object:
    return value if isinstance(value, list) else [value]


Choice = Annotated[tuple[str, ...], BeforeValidator(_alternatives)]
"""A text, or a list of texts of which any will do."""


class GivenOrder(_Entry):
    """An order of the shopper. story: what happened to it, one of the demo shop's; days: when, if the story asks.

    skus: its products (default: one that may be returned). options: which variant of them, where it matters (size,
    colour). place: position of the city in the market's list.
    """

    story: str
    days: int | None = Field(default=None, ge=0)
    skus: tuple[str, ...] = ()
    options: dict[str, str] = {}
    place: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _known(self) -> GivenOrder:
        if self.story not in STORIES:
            raise ValueError(f"story {self.story!r} is not one of {', '.join(sorted(STORIES))}")
        known = {ware.sku for ware in catalogue().products}
        if unknown := [sku for sku in self.skus if sku not in known]:
            raise ValueError(f"skus {', '.join(unknown)} are not in the catalogue")
        return self


class Line(_Entry):
    """One message of the shopper, and what the answer to it must be.

    Exactly one of say (words), press (the value of a button's payload) and code (`right`: the one that was mailed,
    `wrong`). answers: responses that must be in the answer, a list inside means any of these, `a_person` that one was
    called; not_answers: that must
    not. texts, not_texts: likewise parts of its text. silent: no answer, because a person leads the conversation.
    """

    say: str | None = None
    press: str | None = None
    code: Literal["right", "wrong"] | None = None
    answers: tuple[Choice, ...] = ()
    not_answers: tuple[str, ...] = ()
    texts: tuple[Choice, ...] = ()
    not_texts: tuple[str, ...] = ()
    silent: bool = False

    @model_validator(mode="after")
    def _one_act(self) -> Line:
        if sum(act is not None for act in (self.say, self.press, self.code)) != 1:
            raise ValueError("expected exactly one of say, press and code")
        return self


class Ending(_Entry):
    """What must be true afterwards.

    conversation: its status. orders: one entry for each given order with the fields that changed, in the shape of
    `GET /api/v1/orders/{id}`; status, returns, refunds and compensations that are not named are as they were given.
    """

    conversation: Literal["bot", "waiting", "human", "closed"] = "bot"
    orders: tuple[dict[str, Any], ...] = ()
    alerts: tuple[str, ...] = ()


class Scenario(_Entry):
    """One conversation. about: what it shows, with the worked dialogue (D-..) it is one of. identity: how the shopper
    is known. language: of the answers, when it is not the file's."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    about: str
    market: str | None = None
    language: str | None = None
    locale: str | None = None
    tier: Literal["standard", "silver", "gold", "vip"] = "standard"
    identity: Literal["token", "anonymous"] = "token"
    orders: tuple[GivenOrder, ...] = ()
    talk: tuple[Line, ...] = Field(min_length=1)
    ends: Ending = Ending()
    expected_failure: str | None = None

    @model_validator(mode="after")
    def _fits(self) -> Scenario:
        if self.market is not None and self.market not in markets():
            raise ValueError(f"market {self.market} is not one of the demo shop's")
        if self.ends.orders and len(self.ends.orders) != len(self.orders):
            raise ValueError(f"ends.orders has {len(self.ends.orders)} entries for {len(self.orders)} orders")
        return self


class ScenarioFile(_Entry):
    """The conversations of one language; market: where they happen unless one says otherwise."""

    version: Literal[1]
    language: str
    market: str
    scenarios: tuple[Scenario, ...]

    @model_validator(mode="after")
    def _known(self) -> ScenarioFile:
        if self.language not in LANGUAGES:
            raise ValueError(f"language {self.language!r} is not one of {', '.join(LANGUAGES)}")
        if self.market not in markets():
            raise ValueError(f"market {self.market} is not one of the demo shop's")
        return self


def read_scenarios(folder: Path = FOLDER) -> list[Scenario]:
    """All scenarios by file name, with market, locale and language filled in.

    Raises DataFileError with file, line and what was expected; also when an id occurs twice.
    """
    found: list[Scenario] = []
    for path in sorted(folder.glob("*/*.yml")):
        content = read_data(path, ScenarioFile)
        if path.parent.name != content.language:
            raise DataFileError(f"{path}:1: language: {content.language}, but the folder is {path.parent.name}")
        found += [_filled(one, content) for one in content.scenarios]
    ids = [one.id for one in found]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise DataFileError(f"{folder}: ids occur twice: {', '.join(twice)}")
    return found


def _filled(scenario: Scenario, content: ScenarioFile) -> Scenario:
    market = scenario.market or content.market
    known: dict[str, Any] = {
        "market": market,
        "language": scenario.language or content.language,
        "locale": scenario.locale or f"{content.language}-{market}",
    }
    return scenario.model_copy(update=known)


def by_language(scenarios: Sequence[Scenario]) -> dict[str, int]:
    """How many scenarios each language has."""
    return {code: sum(one.language == code for one in scenarios) for code in LANGUAGES}
