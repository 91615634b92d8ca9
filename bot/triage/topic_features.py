"""What the experts see of a message: hashed words, pairs of words and bits of words, nothing readable."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.triage.topic_network import Floats

BITS = 18
SIZE = 1 << BITS
# Letters are seen through windows of so many signs, the word's edges counted.
SHORTEST, LONGEST = 2, 5
# Longer letters repeat themselves.
_READ = 250

_MASKED = re.compile(r"x{2,}")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[а-яa-z0]+")

Numbers = NDArray[np.int64]


def features(text: str) -> tuple[Numbers, Floats]:
    """The numbers of the features met and the logarithm of how often (1 for once); words and letters by turns."""
    words = _words(text)
    numbers: list[int] = []
    counts: list[int] = []
    for kind in (_said(words), _spelt(words)):
        met = Counter(kind)
        numbers += met.keys()
        counts += met.values()
    return np.array(numbers, np.int64), 1 + np.log(np.array(counts, np.float32))


def is_letters(numbers: Numbers) -> NDArray[np.bool_]:
    """Which of the numbers are bits of words: they stand in the upper half."""
    return numbers >= SIZE // 2


def _words(text: str) -> list[str]:
    plain = _MASKED.sub(" ", _DIGITS.sub("0", text.lower().replace("ё", "е")))
    return _WORD.findall(plain)[:_READ]


def _said(words: list[str]) -> Iterator[int]:
    for word in words:
        yield _number(word)
    for first, second in pairwise(words):
        yield _number(f"{first} {second}")
    for first, third in zip(words, words[2:], strict=False):
        yield _number(f"{first} _ {third}")


def _spelt(words: list[str]) -> Iterator[int]:
    for word in words:
        edged = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(max(1, len(edged) - size + 1)):
                yield _number(edged[start : start + size]) + SIZE // 2


def _number(feature: str) -> int:
    return crc32(feature.encode()) & (SIZE // 2 - 1)
