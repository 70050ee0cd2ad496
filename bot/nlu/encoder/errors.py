"""What can go wrong with an encoder, as sentences for the person who runs the bot."""

from __future__ import annotations


class EncoderError(Exception):
    """The encoder can't be provisioned or loaded; the message says why and what to do."""
