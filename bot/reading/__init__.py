"""Reading what the shopper sent: which language it is in and answered in, what it wants, which button was pressed."""

from bot.nlu import order_states, ordinals, wordlists
from bot.reading.reader import MAX_TEXT, Reader
from bot.reading.reading import Heard, Reading

__all__ = ["MAX_TEXT", "Heard", "Reader", "Reading", "warm_words"]


def warm_words() -> None:
    """Makes ready the lists of words of every language."""
    wordlists.warm()
    ordinals.warm()
    order_states.warm()
