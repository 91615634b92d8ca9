"""Linear experts over hashed features: one taught by all messages, one by letters; a gate tells which it is."""

from dataclasses import dataclass

import numpy as np

from bot.triage.topic_features import Numbers, features, is_letters
from bot.triage.topic_network import Arrays, Floats, logs

_TINY = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The logarithms of the shares that each expert gives, and how much the message resembles a letter (0 to 1)."""

    all: Floats
    letters: Floats
    letter: float


class Experts:
    """Weights are whole numbers by feature and topic; immutable."""

    def __init__(self, arrays: Arrays) -> None:
        self._rarity = arrays["rarity"]
        self._all = _Expert(arrays, "all")
        self._letters = _Expert(arrays, "letters")
        self._gate = _Expert(arrays, "gate")

    def __call__(self, text: str) -> Opinion:
        numbers, counts = features(text)
        if not len(numbers):
            numbers, counts = np.zeros(1, np.int64), np.zeros(1, np.float32)
        values = counts * self._rarity[numbers].astype(np.float32)
        spelt = is_letters(numbers)
        for kind in (spelt, ~spelt):
            values[kind] /= np.sqrt((values[kind] ** 2).sum()) + _TINY
        gate = float(self._gate(numbers, values)[0])
        return Opinion(
            logs(self._all(numbers, values)), logs(self._letters(numbers, values)), 1 / (1 + float(np.exp(-gate)))
        )


class _Expert:
    """Nine weights of ten are nought: of each feature only the others are kept, with the topics that they speak of."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._weights, self._topics = arrays[name], arrays[f"{name}.topics"]
        self._ends = np.concatenate([np.zeros(1, np.int32), arrays[f"{name}.many"].cumsum(dtype=np.int32)])
        self._scales = arrays[f"{name}.scales"].astype(np.float32)
        self._bias = arrays[f"{name}.bias"].astype(np.float32)

    def __call__(self, numbers: Numbers, values: Floats) -> Floats:
        scores: Floats = values @ self._votes(numbers) * self._scales + self._bias
        return scores

    def _votes(self, numbers: Numbers) -> Floats:
        """What each feature says of each topic."""
        starts, many = self._ends[numbers], self._ends[numbers + 1] - self._ends[numbers]
        rows = np.repeat(np.arange(len(numbers)), many)
        places = np.arange(len(rows)) + np.repeat(starts - many.cumsum() + many, many)
        votes = np.zeros((len(numbers), len(self._scales)), np.float32)
        votes[rows, self._topics[places]] = self._weights[places]
        return votes
