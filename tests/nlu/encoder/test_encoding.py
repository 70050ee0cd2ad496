"""Encoding: vectors do not depend on who else is in the batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from bot.nlu.encoder.session import Encoder, normalise

TEXTS = ["hi", "Where is my parcel? I have been waiting for two weeks now.", "返品したいのですが", "ok", "أين طلبي؟"]


def test_vectors_have_length_one_and_keep_their_order(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.encode(TEXTS[::-1]), vectors[::-1])


def test_a_vector_hardly_depends_on_its_batch(encoder_folder: object, encoder: Encoder) -> None:
    fresh = Encoder(encoder_folder, cache=0)  # type: ignore[arg-type]
    together = fresh.encode(TEXTS)
    alone = np.vstack([fresh.encode([text]) for text in TEXTS])
    assert (together * alone).sum(axis=1).min() > 0.99


def test_the_same_question_is_near_in_another_language(encoder: Encoder) -> None:
    question, same, other = encoder.encode(
        ["Where is my parcel?", "Wo ist mein Paket?", "Ich möchte meine Adresse ändern"]
    )
    assert question @ same > question @ other


def test_questions_and_passages_are_told_apart(encoder: Encoder) -> None:
    question = encoder.encode(["delivery takes five days"])
    passage = encoder.encode(["delivery takes five days"], kind="passage")
    assert 0.8 < float(question[0] @ passage[0]) < 0.9999


def test_nothing_to_encode_is_no_error(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.encode([""]).shape == (1, 384)


def test_spaces_and_composition_do_not_count() -> None:
    assert normalise("  cafe\u0301  \n shop ") == "caf\u00e9 shop"
    assert normalise("أرجّعُ الـــطلب") == "أرجع الطلب"
    assert normalise("l’ordine") == "l'ordine"
    assert normalise("huỷ hoá đơn quý khách, hoàn tiền") == "hủy hóa đơn quý khách, hoàn tiền"
    assert normalise("le canoé de Noé") == "le canoé de Noé"


def test_threads_get_their_own_answers(encoder: Encoder) -> None:
    texts = [f"order number {number}" for number in range(40)]
    wanted = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert (np.array(got) * wanted).sum(axis=1).min() > 0.98


def test_long_texts_are_cut_not_refused(encoder: Encoder) -> None:
    assert encoder.count_tokens("word " * 2000) == encoder.settings.max_tokens
    assert encoder.encode(["word " * 2000]).shape == (1, 384)
