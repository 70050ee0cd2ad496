"""Which pieces of the XLM-R vocabulary are kept: 147 k of 250 k, enough for the fifteen languages and two more.

`kept_pieces.bin` is a zlib-compressed bit per piece. Kept are: every single character; pieces without letters
(digits, punctuation, emoji); pieces of Han, kana, Hangul, Thai, Arabic and Russian letters; and Latin pieces
in the fifteen languages' alphabets that are at most two letters long or that the 30 to 90 thousand most
frequent words of the languages use (plain, capitalised, in capitals, behind brackets and elisions); and pieces
of Greek and Devanagari letters: articles answer Greek and Hindi questions too, though nobody chats in these. On texts
not used for choosing, 98 to 100 % of sentences are cut into the same pieces as with the full vocabulary, and
no text gets an unknown piece that it did not have before.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder.errors import EncoderError

SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
"""They keep the ids 0 to 3."""

_FILE = Path(__file__).with_name("kept_pieces.bin")


def kept_pieces(count: int) -> npt.NDArray[np.int64]:
    """Ascending ids of the pieces to keep, of a vocabulary of `count` pieces; int64."""
    bits = np.unpackbits(np.frombuffer(zlib.decompress(_FILE.read_bytes()), np.uint8))
    if not count <= len(bits) < count + 8:
        raise EncoderError(f"the vocabulary has {count} pieces, the list of kept pieces is for about {len(bits)}")
    return np.flatnonzero(bits[:count]).astype(np.int64)
