"""The demo shop's data files and their schema."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from actions.commerce.data_file import read_data
from actions.commerce.money import Amount

_HERE = Path(__file__).parent
LANGUAGES = ("en", "zh", "es", "fr", "de", "it", "pt", "ru", "ar", "tr", "ja", "ko", "th", "vi", "id")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(_Entry):
    """A name as people write it, and in Latin letters."""

    native: str
    latin: str


def _written(value: object) -> object:
    if not isinstance(value, str):
        return value
    native, _, latin = value.partition("|")
    return {"native": native.strip(), "latin": (latin or native).strip()}


Native = Annotated[Written, BeforeValidator(_written)]


class Variants(_Entry):
    """Sizes and colours that a kind of product comes in."""

    sizes: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


class Ware(_Entry):
    """A product of the demo shop; price in euro. parts: keys of `parts.yml` that are sent by themselves.

    surcharge: what a size or colour costs more; sold_out: those that are.
    """

    sku: str
    category: Literal["fashion", "electronics", "home", "beauty", "toys", "intimates"]
    price: Amount
    variants: str | None = None
    stock: int = Field(ge=0)
    surcharge: dict[str, Amount] = {}
    sold_out: tuple[str, ...] = ()
    returnable: bool = True
    attributes: dict[str, str | int] = {}
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    name: dict[str, str]


class Catalogue(_Entry):
    """All products, and the variants they refer to."""

    version: Literal[1]
    variants: dict[str, Variants]
    size_charts: dict[str, dict[str, str]]
    products: tuple[Ware, ...]


class NameSet(_Entry):
    """Names of one language."""

    female: tuple[Native, ...]
    male: tuple[Native, ...]
    family: tuple[Native, ...]
    female_family: Annotated[Written, BeforeValidator(_written)] | None = None
    order: Literal["given_family", "family_given"] = "given_family"
    joint: str = " "


class Names(_Entry):
    """Name sets by language."""

    version: Literal[1]
    names: dict[str, NameSet]


class Place(_Entry):
    """A city with some of its streets."""

    city: Native
    postcode: str
    state: str | None = None
    streets: tuple[str, ...]


class Market(_Entry):
    """A country the demo shop sells to."""

    market: str = Field(pattern=r"^[A-Z]{2}$")
    locale: str
    names: str
    weight: int = Field(ge=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    rate: Amount
    step: Amount
    minus: Amount
    phone: tuple[str, ...]
    carriers: tuple[str, ...]
    methods: tuple[str, ...]
    hub: str
    origin: str = "Shenzhen, CN"
    places: tuple[Place, ...]


class Markets(_Entry):
    """All countries."""

    version: Literal[1]
    markets: tuple[Market, ...]


class Person(_Entry):
    """A known shopper of one language."""

    language: str
    market: str
    name: str
    latin: str
    tier: str
    note: str


class Case(_Entry):
    """A known shopper with one order about one thing."""

    id: str
    story: str
    market: str
    name: str
    latin: str
    tier: str = "standard"
    place: int = 0
    days: int | None = None
    skus: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, Any]:
        """Arguments of the story."""
        return {} if self.days is None else {"days": self.days}


class Cast(_Entry):
    """All known shoppers."""

    version: Literal[1]
    people: tuple[Person, ...]
    cases: tuple[Case, ...]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """What is sold. Raises DataFileError."""
    return read_data(_HERE / "catalogue.yml", Catalogue)


@lru_cache(maxsize=1)
def names() -> dict[str, NameSet]:
    """Name sets by language. Raises DataFileError."""
    return read_data(_HERE / "names.yml", Names).names


@lru_cache(maxsize=1)
def markets() -> dict[str, Market]:
    """Countries by ISO code. Raises DataFileError."""
    return {market.market: market for market in read_data(_HERE / "markets.yml", Markets).markets}


@lru_cache(maxsize=1)
def cast() -> Cast:
    """Known shoppers. Raises DataFileError."""
    return read_data(_HERE / "showcase.yml", Cast)
