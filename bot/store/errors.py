"""What can go wrong with the store, each as one sentence for the person who runs it."""

from __future__ import annotations


class StoreError(Exception):
    """The database cannot be used; the message says why and what to do."""


class LeaseLost(StoreError):
    """Somebody else took over the key meanwhile: nothing of this work was stored."""


class VersionConflict(StoreError):
    """The order changed since it was read: the work must be done again on its new state."""
