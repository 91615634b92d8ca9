"""Cuts a message into the subword pieces that the topic network knows."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

# The first four numbers of every vocabulary: beginning, end, anything unknown, and whatever was masked by the source.
BEGIN, END, UNKNOWN = 0, 1, 2
# What is asked stands at the beginning of a letter: 96 pieces tell no more and take half as long again.
READ_PIECES = 64
# Marks the beginning of a word, as SentencePiece does.
_WORD = "▁"
_REMEMBERED = 10_000
_ABSENT = -10.0

_PLAIN = str.maketrans({"ё": "е", "«": '"', "»": '"', "“": '"', "”": '"', "—": "-", "–": "-", "…": "..."})
_MASKED = re.compile(r"x{2,}")
_DRAWN_OUT = re.compile(r"(.)\1{3,}")


class Pieces:
    """The likeliest cut of each word (a unigram model); `scores` are the logarithms of the pieces' shares."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._known: Mapping[str, tuple[float, int]] = {
            piece: (score, number) for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
        }
        self._longest = max(map(len, pieces))
        self._unknown = min(scores) + _ABSENT
        self._cut = lru_cache(_REMEMBERED)(self._cut_word)

    def __call__(self, text: str) -> list[int]:
        """The numbers of the pieces, at most `READ_PIECES`, between `BEGIN` and `END`."""
        numbers = [BEGIN]
        for word in plain(text).split():
            numbers += self._cut(_WORD + word)
            if len(numbers) >= READ_PIECES - 1:
                break
        return [*numbers[: READ_PIECES - 1], END]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        size = len(word)
        best = [0.0] + [float("-inf")] * size
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(size, start + self._longest) + 1):
                score, number = self._known.get(word[start:end], (self._unknown, UNKNOWN))
                if number == UNKNOWN and end > start + 1:
                    continue
                if best[start] + score > best[end]:
                    best[end], came[end] = best[start] + score, (start, number)
        numbers: list[int] = []
        end = size
        while end:
            end, number = came[end]
            numbers.append(number)
        return tuple(reversed(numbers))


def plain(text: str) -> str:
    """The text as the pieces were counted: small letters, plain marks, nothing drawn out."""
    return _DRAWN_OUT.sub(r"\1\1\1", _MASKED.sub("xx", text.lower().translate(_PLAIN)))
