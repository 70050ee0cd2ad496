"""Everything a merchant may change, read and checked together: domain, flows, answers, rules, policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.commerce.adapters import CommerceChoice, CommerceSettingsError, read_choice
from actions.logistics.adapters import CarrierChoice, CarrierSettingsError, read_carrier_choice
from actions.policy.compensation import CompensationTable, load_table
from actions.registry import all_actions
from actions.tables import read_tables
from bot.answers import Answers
from bot.dialogue import Domain, Engine, Flow, Names, load_domain, load_flows
from bot.executor import ActionEndpoint, ActionRunner
from bot.handoff.escalation import Escalation
from bot.handoff.escalation_file import load as load_escalation
from bot.unasked_rules import ADDRESS_FLOW, UPDATE_FLOW, UnaskedRules, read_unasked
from bot.yaml_files import read_yaml


class HouseError(Exception):
    """`config.yml` or a content file is wrong; the message names file, key and what was expected."""


@dataclass(frozen=True)
class Recipe:
    """What `config.yml` says beside the pipeline.

    threshold, listed: least certainty, 0..1, of an article that answers, and of one that a search lists.
    """

    shop: str
    threshold: float
    listed: float
    endpoint: ActionEndpoint | None
    languages: tuple[str, ...]
    markets: tuple[str, ...]
    commerce: CommerceChoice
    carriers: CarrierChoice


@dataclass(frozen=True)
class Content:
    """Loaded content; all parts fit each other."""

    recipe: Recipe
    domain: Domain
    engine: Engine
    runner: ActionRunner
    answers: Answers
    escalation: Escalation
    table: CompensationTable
    policy_answers: dict[str, list[str]]
    unasked: UnaskedRules


def load_content(folder: Path, config: Path, *, kept: Path | None = None) -> Content:
    """Reads and checks all content. kept: see `Answers.load`.

    Raises HouseError, FlowFileError, ContentError or ValueError with file, line and what was expected.
    """
    read_tables()
    recipe = read_recipe(config)
    domain = load_domain(folder / "domain.yml")
    answers = Answers.load(folder, kept=kept)
    runner = ActionRunner(domain, all_actions(), recipe.endpoint)
    names = Names(runner.names, frozenset(answers.catalogue.base.responses))
    flows = load_flows((folder / "flows").glob("*.yml"), domain, names)
    engine = Engine(domain, flows, actions=names.actions, responses=names.responses)
    return Content(
        recipe=recipe,
        domain=domain,
        engine=engine,
        runner=runner,
        answers=answers,
        escalation=load_escalation(folder / "escalation.yml"),
        table=load_table(),
        policy_answers=_policy_answers(folder / "policy_answers.yml", domain),
        unasked=_unasked(folder / "unasked.yml", names, flows),
    )


def _share(knowledge: Mapping[str, Any], key: str, default: float, file: str) -> float:
    value = knowledge.get(key, default)
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise HouseError(f"{file}: knowledge.{key} is {value!r}; expected a number from 0 to 1")
    return float(value)


def _unasked(path: Path, names: Names, flows: Mapping[str, Flow]) -> UnaskedRules:
    rules = read_unasked(path)
    if unknown := rules.updates.after - set(names.responses):
        raise HouseError(f"{path.name}: updates.after: {sorted(unknown)} are no responses")
    if missing := {UPDATE_FLOW, ADDRESS_FLOW} - flows.keys():
        raise HouseError(f"{path.name}: the flows lack {sorted(missing)}, which are begun unasked")
    return rules


def read_recipe(config: Path) -> Recipe:
    """The parts of `config.yml` that are not the pipeline. Raises HouseError."""
    content = _mapping(config)
    knowledge = content.get("knowledge") or {}
    threshold = _share(knowledge, "threshold", 0.5, config.name)
    endpoint = content.get("action_endpoint")
    if endpoint is not None and (not isinstance(endpoint, dict) or not isinstance(endpoint.get("url"), str)):
        raise HouseError(f"{config.name}: action_endpoint is {endpoint!r}; expected url: and an address")
    shop = content.get("shop", "Paloma")
    if not isinstance(shop, str) or not shop.strip():
        raise HouseError(f"{config.name}: shop is {shop!r}; expected a name")
    return Recipe(
        shop=shop,
        threshold=threshold,
        listed=_share(knowledge, "listed", threshold, config.name),
        endpoint=ActionEndpoint(endpoint["url"], dict(endpoint.get("headers") or {})) if endpoint else None,
        languages=tuple(content.get("languages") or ("en",)),
        markets=tuple(content.get("markets") or ()),
        commerce=_commerce(content.get("commerce"), config.name),
        carriers=_carriers(content.get("carriers"), config.name),
    )


def _commerce(given: Any, where: str) -> CommerceChoice:
    try:
        return read_choice(given, where)
    except CommerceSettingsError as error:
        raise HouseError(str(error)) from error


def _carriers(given: Any, where: str) -> CarrierChoice:
    try:
        return read_carrier_choice(given, where)
    except CarrierSettingsError as error:
        raise HouseError(str(error)) from error


def _policy_answers(path: Path, domain: Domain) -> dict[str, list[str]]:
    answers = _mapping(path).get("answers")
    if not isinstance(answers, dict):
        raise HouseError(f"{path.name}: expected answers: with a list of facts by intent")
    for intent, facts in answers.items():
        if intent not in domain.intents:
            raise HouseError(f"{path.name}: answers.{intent} is no intent of domain.yml")
        if not isinstance(facts, list) or not all(isinstance(fact, str) for fact in facts):
            raise HouseError(f"{path.name}: answers.{intent} is {facts!r}; expected a list of facts")
    return answers


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = read_yaml(path)
    except OSError as error:
        raise HouseError(f"{path} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise HouseError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(content, dict):
        raise HouseError(f"{path.name}: expected a mapping")
    return content
