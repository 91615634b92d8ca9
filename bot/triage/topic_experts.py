"""Linear experts over hashed features: one taught by all messages, one by letters; a gate tells which it is."""

from dataclasses import dataclass

import numpy as np

from bot.triage.topic_features import SIZE, features, is_letters
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
        self._rarity = arrays["rarity"].astype(np.float32)
        self._all = _Expert(arrays, "all")
        self._letters = _Expert(arrays, "letters")
        self._gate = _Expert(arrays, "gate")

    def __call__(self, text: str) -> Opinion:
        numbers, counts = features(text)
        if not len(numbers):
            numbers, counts = np.zeros(1, np.int64), np.zeros(1, np.float32)
        values = counts * self._rarity[numbers]
        spelt = is_letters(numbers)
        for kind in (spelt, ~spelt):
            values[kind] /= np.sqrt((values[kind] ** 2).sum()) + _TINY
        gate = float(self._gate(numbers, values)[0])
        return Opinion(
            logs(self._all(numbers, values)), logs(self._letters(numbers, values)), 1 / (1 + float(np.exp(-gate)))
        )


class _Expert:
    def __init__(self, arrays: Arrays, name: str) -> None:
        self._weights = arrays[name].reshape(SIZE, -1)
        self._scales = arrays[f"{name}.scales"].astype(np.float32)
        self._bias = arrays[f"{name}.bias"].astype(np.float32)

    def __call__(self, numbers: np.ndarray[tuple[int], np.dtype[np.int64]], values: Floats) -> Floats:
        scores: Floats = values @ self._weights[numbers].astype(np.float32) * self._scales + self._bias
        return scores
