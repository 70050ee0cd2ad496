"""The tokenizer of multilingual-e5 (XLM-R unigram pieces) built from pieces and scores."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from bot.nlu.encoder.vocabulary import SPECIALS
from bot.nlu.encoder.wheel import FloatArray

_WORD_START = "\u2581"
_FULLWIDTH_TILDE = "\uff5e"
_PRIVATE = "\ue0f0"


def build_tokenizer(pieces: Sequence[str], scores: FloatArray) -> Tokenizer:
    """A tokenizer that gives `<s> … </s>` ids; pieces 0-3 are the specials, the last one `<mask>`.

    SentencePiece's nmt_nfkc rule is Nmt, then NFKC, except that it leaves the full-width tilde alone.
    """
    tokenizer = Tokenizer(
        models.Unigram([(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)], 3, False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace(_FULLWIDTH_TILDE, _PRIVATE),
            normalizers.NFKC(),
            normalizers.Replace(_PRIVATE, _FULLWIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_WORD_START, prepend_scheme="always"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_WORD_START, prepend_scheme="always")
    tokenizer.add_special_tokens(
        [AddedToken(special, normalized=False, special=True) for special in SPECIALS]
        + [AddedToken("<mask>", lstrip=True, normalized=False, special=True)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer
