"""Reading what the shopper sent: which language it is in and answered in, what it wants, which button was pressed."""

from bot.reading.reader import MAX_TEXT, Reader
from bot.reading.reading import Heard, Reading

__all__ = ["MAX_TEXT", "Heard", "Reader", "Reading"]
