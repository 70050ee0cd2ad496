"""Exports a transformer to ONNX int8. Needs torch and transformers (the extra `hub`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

from bot.nlu.encoder.errors import EncoderError
from bot.nlu.encoder.session import MODEL_FILE, TOKENIZER_FILE, EncoderSettings


class _Pooled(torch.nn.Module):
    """Mean (or first token) over the last layer, of length 1."""

    def __init__(self, model: Any, first_token: bool) -> None:
        super().__init__()
        self.model = model
        self.first_token = first_token

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Vectors [batch, dimension]."""
        states = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        if self.first_token:
            return torch.nn.functional.normalize(states[:, 0], dim=-1)
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)


def export(source: str, folder: Path) -> None:
    """Writes model.onnx (int8), tokenizer.json and encoder.json for a model's folder or hub name."""
    try:
        tokenizer = AutoTokenizer.from_pretrained(source, use_fast=True)
        model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise EncoderError(f"the model {source} can't be loaded (DRAGOMAN_ENCODER): {reason}") from error
    pooled = _Pooled(model, _first_token(source))
    ids = torch.ones((2, 7), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    plain = folder / "plain.onnx"
    torch.onnx.export(
        pooled,
        (ids, torch.ones_like(ids)),
        str(plain),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(plain), str(folder / MODEL_FILE), per_channel=True, weight_type=QuantType.QInt8)
    plain.unlink()
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    limit = min(int(tokenizer.model_max_length), int(getattr(model.config, "max_position_embeddings", 512)), 512)
    EncoderSettings(source, limit, _prompts(source), int(tokenizer.pad_token_id or 0)).write(folder)


def _beside(source: str, name: str) -> dict[str, Any]:
    """A JSON file of the model's folder; empty when there is none."""
    path = Path(source).expanduser() / name
    if not path.is_file() and not Path(source).is_dir():
        try:
            from huggingface_hub import hf_hub_download

            path = Path(hf_hub_download(source, name))
        except Exception:  # any reason why a hub does not give an optional file
            return {}
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}


def _first_token(source: str) -> bool:
    return bool(_beside(source, "1_Pooling/config.json").get("pooling_mode_cls_token", False))


def _prompts(source: str) -> dict[str, str]:
    prompts = _beside(source, "config_sentence_transformers.json").get("prompts") or {}
    if prompts:
        return {str(kind): str(prompt) for kind, prompt in prompts.items()}
    return {"query": "query: ", "passage": "passage: "} if "e5" in Path(source).name.lower() else {}
