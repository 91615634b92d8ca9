"""A small transformer in numpy: the numbers of subword pieces → one vector that says what a message is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Arrays = Mapping[str, NDArray[np.generic]]

HEADS = 12
# Weights are kept as small whole numbers; each run of so many shares one scale.
GROUP = 64
_TINY = np.float32(1e-12)
_GELU = np.float32(np.sqrt(2 / np.pi))


@dataclass(frozen=True, slots=True)
class _Dense:
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        # A few columns against a tall matrix: this way round BLAS needs half the time.
        return (self.weight @ x.T).T + self.bias


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((x * x).mean(-1, keepdims=True) + _TINY)
        shaped: Floats = x / spread * self.weight + self.bias
        return shaped


@dataclass(frozen=True, slots=True)
class _Layer:
    """Attention, then a wide step, each added to what came in (BERT)."""

    qkv: _Dense
    out: _Dense
    out_norm: _Norm
    wide: _Dense
    narrow: _Dense
    narrow_norm: _Norm

    def __call__(self, x: Floats) -> Floats:
        x = self.out_norm(x + self.out(self._attend(x)))
        return self.narrow_norm(x + self.narrow(_gelu(self.wide(x))))

    def _attend(self, x: Floats) -> Floats:
        size, width = x.shape
        q, k, v = self.qkv(x).reshape(size, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        looks = q @ k.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
        seen: Floats = (softmax(looks) @ v).transpose(1, 0, 2).reshape(size, width)
        return seen


class Network:
    """Immutable once built; `vector` may be called by several threads at once."""

    def __init__(self, arrays: Arrays) -> None:
        self._pieces, self._piece_scales = arrays["pieces"], arrays["pieces.scales"].astype(np.float32)
        self._places = arrays["places"].astype(np.float32)
        self._first = _norm(arrays, "first")
        count = sum(name.endswith(".qkv") for name in arrays)
        self._layers = tuple(_layer(arrays, f"layer{number}") for number in range(count))

    def vector(self, numbers: Sequence[int]) -> Floats:
        """The mean of the last layer over all pieces; 384 numbers. At most as many pieces as there are places."""
        rows = self._pieces[list(numbers)].reshape(len(numbers), -1, GROUP).astype(np.float32)
        words = (rows * self._piece_scales[list(numbers)][..., None]).reshape(len(numbers), -1)
        x = self._first(words + self._places[: len(numbers)])
        for layer in self._layers:
            x = layer(x)
        mean: Floats = x.mean(0)
        return mean


def softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


def logs(x: Floats) -> Floats:
    """The logarithms of the shares."""
    x = x - x.max(-1, keepdims=True)
    found: Floats = x - np.log(np.exp(x).sum(-1, keepdims=True))
    return found


def widen(packed: NDArray[np.generic], scales: NDArray[np.generic]) -> Floats:
    """Whole numbers and their scales → weights; rows are outputs."""
    weights: Floats = packed.astype(np.float32)
    groups = weights.reshape(*scales.shape, GROUP)
    groups *= scales.astype(np.float32)[..., None]
    return weights


def _layer(arrays: Arrays, name: str) -> _Layer:
    return _Layer(
        _dense(arrays, f"{name}.qkv"),
        _dense(arrays, f"{name}.out"),
        _norm(arrays, f"{name}.out_norm"),
        _dense(arrays, f"{name}.wide"),
        _dense(arrays, f"{name}.narrow"),
        _norm(arrays, f"{name}.narrow_norm"),
    )


def _dense(arrays: Arrays, name: str) -> _Dense:
    return _Dense(widen(arrays[name], arrays[f"{name}.scales"]), arrays[f"{name}.bias"].astype(np.float32))


def _norm(arrays: Arrays, name: str) -> _Norm:
    return _Norm(arrays[f"{name}.weight"].astype(np.float32), arrays[f"{name}.bias"].astype(np.float32))


def _gelu(x: Floats) -> Floats:
    shaped: Floats = np.float32(0.5) * x * (1 + np.tanh(_GELU * (x + np.float32(0.044715) * x * x * x)))
    return shaped
