"""What to do next: domain, flows, the event-sourced tracker and the engine. Pure: no input or output of its own."""

from bot.dialogue.domain import Domain
from bot.dialogue.domain_file import load_domain
from bot.dialogue.engine import Engine
from bot.dialogue.errors import FlowFileError
from bot.dialogue.filling import Thresholds
from bot.dialogue.flow import Flow, Names
from bot.dialogue.flows import load_flows
from bot.dialogue.run import Run
from bot.dialogue.tracker import Tracker
from bot.dialogue.turn_input import Handoff, Listen, NextStep, RunAction, Say, UserTurn, parse_payload, stamp

__all__ = [
    "Domain",
    "Engine",
    "Flow",
    "FlowFileError",
    "Handoff",
    "Listen",
    "Names",
    "NextStep",
    "Run",
    "RunAction",
    "Say",
    "Thresholds",
    "Tracker",
    "UserTurn",
    "load_domain",
    "load_flows",
    "parse_payload",
    "stamp",
]
