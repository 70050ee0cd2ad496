"""What can go wrong at the desk, each as one sentence for the person who sees it."""

from __future__ import annotations


class EscalationError(ValueError):
    """A wrong escalation file: `file: key: what is wrong; expected …`."""


class DeskError(Exception):
    """The desk refuses what was asked; the message says why."""


class NotFound(DeskError):
    """No conversation has this id."""


class WrongState(DeskError):
    """The conversation is somebody else's, or no longer in the state that the step needs."""
