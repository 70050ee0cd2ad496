"""Which language a message is in, and which one it is answered in."""

from bot.nlu.language.detector import LanguageDetector
from bot.nlu.language.guess import LanguageGuess
from bot.nlu.language.reply import reply_language

__all__ = ["LanguageDetector", "LanguageGuess", "reply_language"]
