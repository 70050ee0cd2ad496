"""Who keeps what came, with no return open, begins none."""

from __future__ import annotations

import pytest
from shop_talk import LINE, Shop, Talk, delivered

from actions.commerce.shapes import Return

KEEPS = [
    "I keep the shirt after all", "衬衫我留着了", "al final me quedo con la camisa", "finalement je garde la chemise",
    "Ich behalte das Hemd jetzt doch", "alla fine la tengo", "vou ficar com a camisa", "рубашку решила оставить",
    "سأحتفظ بالقميص", "gömlek bende kalsın", "やっぱり使います、手元に置きます", "그냥 쓰기로 했어요", "ขอเก็บไว้ใช้",
    "áo em giữ lại ạ", "bajunya saya simpan aja",
]  # fmt: skip


@pytest.mark.parametrize("text", KEEPS)
async def test_it_stays_as_it_is(text: str) -> None:
    talk = Talk(Shop(delivered(LINE)))
    names = await talk.say(text, "return_request")
    assert "kept" in names
    assert not any(name.startswith("ask_return") for name in names)


@pytest.mark.parametrize(
    "text", ["I won't keep the shirt", "ich behalte das Hemd nicht", "I'll keep the mug but the shirt goes back"]
)
async def test_what_is_not_kept_goes_back(text: str) -> None:
    talk = Talk(Shop(delivered(LINE)))
    assert "kept" not in await talk.say(text, "return_request")


async def test_a_return_that_runs_is_told() -> None:
    back = {"id": "RT-1", "status": "requested", "items": ["1"], "reason": "changed_mind", "resolution": "refund"}
    talk = Talk(Shop(delivered(LINE).model_copy(update={"returns": (Return.model_validate(back),)})))
    assert "kept" not in await talk.say("I keep the shirt after all", "return_request")
