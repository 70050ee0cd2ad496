"""The encoder's layers in torch, with heads for what is learnt."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional


class TransformerLayer(nn.Module):
    """One post-norm layer as BERT has it."""

    def __init__(self, hidden: int, heads: int, feed_forward: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.attention = nn.Linear(hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, feed_forward)
        self.down = nn.Linear(feed_forward, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """States [batch, tokens, hidden]; mask: additive [batch, 1, 1, tokens]."""
        batch, tokens, hidden = state.shape
        joined = self.qkv(state).view(batch, tokens, 3, self.heads, hidden // self.heads)
        query, key, value = joined.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, tokens, hidden)
        state = self.attention_norm(state + self.dropout(self.attention(mixed)))
        inner = functional.gelu(self.up(state))
        result: Tensor = self.norm(state + self.dropout(self.down(inner)))
        return result


class Classifier(nn.Module):
    """The tuned upper layers, pooling, and one linear head per task."""

    def __init__(self, layers: Sequence[TransformerLayer], tasks: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        hidden = layers[0].norm.normalized_shape[0]
        self.layers = nn.ModuleList(layers)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({task: nn.Linear(hidden, size) for task, size in tasks.items()})
        self.scale = hidden**0.5

    def pooled(self, state: Tensor, mask: Tensor) -> Tensor:
        """Sentence vectors of length 1 [batch, hidden]."""
        for layer in self.layers:
            state = layer(state, additive(mask))
        weights = mask.unsqueeze(-1).to(state.dtype)
        return functional.normalize((state * weights).sum(1) / weights.sum(1), dim=-1)

    def forward(self, state: Tensor, mask: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Vectors, and logits by task."""
        vectors = self.pooled(state, mask)
        scaled = self.dropout(vectors * self.scale)
        return vectors, {task: head(scaled) for task, head in self.heads.items()}


def padded(rows: Sequence[Tensor], pad: int) -> tuple[Tensor, Tensor]:
    """Rows of different lengths as one tensor [rows, longest, …] filled up with `pad`, and the mask of what is real."""
    width = max(len(row) for row in rows)
    whole = rows[0].new_full((len(rows), width, *rows[0].shape[1:]), pad)
    mask = torch.zeros(len(rows), width)
    for at, row in enumerate(rows):
        whole[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return whole, mask


def additive(mask: Tensor) -> Tensor:
    """0 where a token is, a large negative number where none is; [batch, 1, 1, tokens]."""
    return ((1.0 - mask) * -1e4)[:, None, None, :]
