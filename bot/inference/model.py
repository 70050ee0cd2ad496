"""The model that serves: its bundle, its text encoder and the products it knows, for whoever asks from any thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bot.inference.asked import ModelFacts, Understood
from bot.inference.orders_apart import orders_apart
from bot.inference.preferences import instead, preferred, variants_wanted
from bot.inference.products import nlu_catalogue
from bot.knowledge.encoding import Encoded
from bot.nlu.bundle import BundleError, BundleStore, read_bundle
from bot.nlu.components.base import Resources
from bot.nlu.encoder.provision import load_encoder
from bot.nlu.encoder.session import Encoder
from bot.nlu.encoder.tuned import OUTPUT as WISH
from bot.nlu.understanding import ParseContext, Understanding


class Model:
    """Answers what `bot.inference.asked.Inference` asks. `why_train` first, then `open`, then all the rest.

    models: the folder of encoders and bundles. source: the encoder, as `DRAGOMAN_ENCODER` names it.
    """

    def __init__(self, models: Path, source: str | None, progress: Callable[[str], None]) -> None:
        """Loads the encoder and builds it when it is missing; EncoderError when it can't be had."""
        self._models, self._source = models, source
        self.encoder = load_encoder(models, source, progress)
        self._bundles: BundleStore | None = None

    def why_train(self) -> str | None:
        """What to add to the news of a training; None when the active bundle fits the encoder."""
        try:
            known = read_bundle(self._models).encoder in {"", self.encoder.identity}
        except BundleError:
            return ""
        return None if known else ", because the text encoder is another one"

    def open(self, products: Sequence[dict[str, Any]]) -> ModelFacts:
        """Loads the active bundle, which then knows these products, in the place of what was open before. BundleError
        when there is none."""
        loaded = {"encoder": self.encoder}
        resources = Resources(self._models, nlu_catalogue(products), lambda _told: None, self._source, loaded)
        bundles = BundleStore(self._models, resources=resources)
        self.close()
        self._bundles = bundles
        self.parse("-", ParseContext())  # what is read lazily is read now
        return ModelFacts(self.encoder.identity, tuple(self.encoder.outputs), self._bundles.interpreter.version)

    @property
    def _serving(self) -> BundleStore:
        if self._bundles is None:
            raise BundleError("the model is not open yet")
        return self._bundles

    def understand(self, text: str, context: ParseContext) -> Understood:
        """What a message means as a whole, and in its parts where these say more."""
        parse = self._serving.interpreter.parse
        found = variants_wanted(parse(text, context))
        for of_two in (preferred, instead):
            found = of_two(found, lambda part: parse(part, context))
        apart = () if context.expected_entity else orders_apart(found, lambda part: parse(part, context))
        return Understood(found, apart)

    def parse(self, text: str, context: ParseContext) -> Understanding:
        """What the pipeline of `config.yml` says of one text."""
        return self._serving.interpreter.parse(text, context)

    def expect(self, text: str) -> None:
        """Begins with what needs no context of a message that is still on its way through the inbox."""
        self._serving.interpreter.expect(text)

    def encode_queries(self, texts: Sequence[str]) -> Encoded:
        """Vectors of questions."""
        return encoded(self.encoder, texts, "query")

    def encode_passages(self, texts: Sequence[str]) -> Encoded:
        """Vectors of what is to be found."""
        return encoded(self.encoder, texts, "passage")

    def warm(self) -> None:
        """Makes ready what the first message of each language would wait for; a second or so."""
        self._serving.interpreter.warm()

    def watch(self, on_change: Callable[[str], None]) -> None:
        """Takes over bundles that are activated from now on, until `close`; told of each, and of what went wrong."""
        self._serving.watch(on_change=on_change)

    def close(self) -> None:
        """Stops watching."""
        if self._bundles is not None:
            self._bundles.close()


def encoded(encoder: Encoder, texts: Sequence[str], kind: Literal["query", "passage"]) -> Encoded:
    """Vectors of texts: by the plain branch, and by the tuned one where there is one."""
    plain = encoder.outputs[0]
    if WISH not in encoder.outputs:
        meaning = encoder.encode(texts, kind)
        return Encoded(meaning, np.zeros((len(meaning), 0), np.float32))
    if kind == "query":  # one by one: understanding has asked for the wish before, and it is still known
        return Encoded(encoder.encode(texts, kind), encoder.encode(texts, kind, WISH))
    both = encoder.encode_outputs(texts, [plain, WISH], kind)
    return Encoded(both[plain], both[WISH])
