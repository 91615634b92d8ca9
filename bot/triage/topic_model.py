"""The trained topic model: loads its files and tells how likely each topic is."""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from bot.triage.topic_experts import Experts
from bot.triage.topic_network import Arrays, Floats, Network, logs, softmax
from bot.triage.topic_pieces import Pieces

# Grows when an older program could not read the files any more.
VERSION = 1
# The class of words that name no topic: «Здравствуйте!», «Примите меры».
NOTHING = ""
SHIPPED = Path(str(files("bot.triage").joinpath("model")))
NETWORK_FILE, EXPERTS_FILE, TOPICS_FILE = "network.npz", "experts.npz", "topics.npz"


class ModelUnusable(Exception):
    """The file is absent, broken, of a newer program, or made for other ground; the message says which."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ground made of a message: its vector, and what it thinks of each of its topics (logarithms).

    `letter` tells how much it resembles a letter or a villager's message (1) and not a note to a city portal (0).
    """

    vector: Floats
    logits: Floats
    letter: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From `sure` on the first topic is taken unasked; below `ask` not even the best three are worth showing."""

    sure: float
    ask: float


class Ground:
    """The network and the experts that ship with the product; `mark` tells one edition from another."""

    def __init__(self, network: Arrays, experts: Arrays, mark: str) -> None:
        facts = _words(network["facts"])
        self.mark = mark
        self.codes: tuple[str, ...] = tuple(facts["codes"])
        # Each view weighs one thing in a short message and another in a letter.
        self._blend: dict[str, tuple[float, float]] = {name: (w[0], w[1]) for name, w in facts["blend"].items()}
        # Three views that agree are surer than they should be: their sum is evened out, a letter's less.
        self._calm: tuple[float, float] = tuple(facts["calm"])
        self.vocabulary = tuple(bytes(network["words"].astype(np.uint8)).decode().split("\n"))
        self._pieces = Pieces(self.vocabulary, [float(score) for score in network["scores"]])
        self._network, self._experts = Network(network), Experts(experts)
        self._head, self._bias = network["head"].astype(np.float32), network["head.bias"].astype(np.float32)

    def __call__(self, text: str, letter: float | None = None) -> Heard:
        """`letter` may be given by who knows better than the gate."""
        vector, opinion = self._network.vector(self._pieces(text)), self._experts(text)
        letter = opinion.letter if letter is None else letter
        views = {
            "network": logs(self._head @ vector + self._bias),
            "all": opinion.all,
            "letters": opinion.letters,
        }
        logits = np.zeros(len(self.codes), np.float32)
        for name, weights in self._blend.items():
            logits += _between(weights, letter) * views[name]
        return Heard(vector, logits * _between(self._calm, letter), letter)


class TopicModel:
    """Shares of all the topics it was taught; immutable. `weights` and `bias` say where it differs from its ground."""

    def __init__(self, ground: Ground, arrays: Arrays) -> None:
        self.ground = ground
        self.card: Mapping[str, Any] = _words(arrays["card"])
        self.codes: tuple[str, ...] = tuple(self.card["codes"])
        self.thresholds = Thresholds(self.card["sure"], self.card["ask"])
        self.weights, self.bias = arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32)
        self.sharpness = np.float32(self.card["sharpness"])

    def shares(self, heard: Heard) -> dict[str, float]:
        """Each topic's share, together 1; `NOTHING` has one too."""
        return dict(zip(self.codes, self.of(heard).tolist(), strict=True))

    def of(self, heard: Heard) -> Floats:
        """The shares in the order of `codes`."""
        logits = self.weights @ heard.vector + self.bias
        logits[: len(heard.logits)] += heard.logits
        return softmax(logits * self.sharpness)


def load_ground(folder: Path = SHIPPED) -> Ground:
    """Raises ModelUnusable."""
    network, experts = folder / NETWORK_FILE, folder / EXPERTS_FILE
    with _readable(network), _opened(network) as first, _opened(experts) as second:
        return Ground(first, second, _mark(network, experts))


def load_model(ground: Ground, path: Path = SHIPPED / TOPICS_FILE) -> TopicModel:
    """Raises ModelUnusable."""
    with _readable(path), _opened(path) as arrays:
        model = TopicModel(ground, arrays)
    if model.card["version"] > VERSION:
        raise ModelUnusable(f"{path}: made by a newer program")
    if model.card["ground"] != ground.mark or model.codes[: len(ground.codes)] != ground.codes:
        raise ModelUnusable(f"{path}: made for another edition of the shipped model")
    return model


def _between(ends: tuple[float, float], letter: float) -> np.float32:
    short, long = ends
    return np.float32(short + (long - short) * letter)


def _words(array: np.ndarray[Any, Any]) -> dict[str, Any]:
    words: dict[str, Any] = json.loads(bytes(array.astype(np.uint8)).decode())
    return words


def _mark(*paths: Path) -> str:
    found = hashlib.sha256()
    for path in paths:
        with path.open("rb") as opened:
            while part := opened.read(1 << 16):
                found.update(part)
    return found.hexdigest()[:16]


@contextmanager
def _opened(path: Path) -> Iterator[Arrays]:
    """Each array is read when it is asked for: all at once would leave holes in the memory for good."""
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        yield file


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile, zlib.error) as error:
        raise ModelUnusable(f"{path}: {type(error).__name__}") from error
