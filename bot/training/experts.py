"""Trains the linear experts over hashed features and makes them small: whole numbers, most of them nought."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example
from bot.triage.topic_features import SIZE, features

# Weights of one topic become whole numbers from -LEVELS to LEVELS; the smallest vanish.
_LEVELS = 40
# A feature of fewer messages may be somebody's name.
_SEEN = 3
# What to multiply the scores with so that they become logarithms of shares.
_STEEPNESS = 3.0
_ABSENT = -1.5

Matrix = Any  # a SciPy sparse matrix, which has no types
Arrays = dict[str, NDArray[Any]]


def train_experts(
    examples: Sequence[Example], codes: Sequence[str], letters: Sequence[bool]
) -> dict[str, NDArray[Any]]:
    """The arrays of `experts.npz`; `letters` tells which examples the letter expert learns from."""
    counted = _matrix([one.text for one in examples])
    rarity = _rarity(counted)
    rows = weighed(counted, rarity)
    topics = np.array([codes.index(one.topic) for one in examples])
    weights = np.array([one.weight for one in examples])
    chosen = np.flatnonzero(letters)
    arrays: Arrays = {"rarity": rarity.astype(np.float16)}
    arrays |= _packed("all", *_votes(rows, topics, len(codes), 0.4, weights, None))
    arrays |= _packed("letters", *_votes(rows[chosen], topics[chosen], len(codes), 1.0, None, "balanced"))
    return arrays | _packed("gate", *_gate(rows, np.array(letters)))


def weighed(counted: Matrix, rarity: NDArray[np.float32]) -> Matrix:
    """Rare features count more; words and letters have the length 1 each."""
    from scipy import sparse

    counted = counted.copy()
    counted.data *= rarity[counted.indices]
    halves = []
    for half in (counted[:, : SIZE // 2], counted[:, SIZE // 2 :]):
        length = np.sqrt(np.asarray(half.multiply(half).sum(1)).ravel()) + 1e-9
        halves.append(sparse.diags(1 / length) @ half)
    return sparse.hstack(halves).tocsr().astype(np.float32)


def _matrix(texts: Sequence[str]) -> Matrix:
    from scipy import sparse

    met = [features(text) for text in texts]
    ends = np.cumsum([0, *(len(numbers) for numbers, _ in met)])
    numbers, counts = np.concatenate([one for one, _ in met]), np.concatenate([one for _, one in met])
    return sparse.csr_matrix((counts, numbers, ends), shape=(len(texts), SIZE), dtype=np.float32)


def _rarity(counted: Matrix) -> NDArray[np.float32]:
    seen = np.bincount(counted.indices, minlength=SIZE)
    rarity: NDArray[np.float32] = (np.log((1 + counted.shape[0]) / (1 + seen)) + 1).astype(np.float32)
    rarity[seen < _SEEN] = 0
    return rarity


def _votes(
    rows: Matrix, topics: NDArray[Any], count: int, strictness: float, weights: NDArray[Any] | None, balance: str | None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=strictness, class_weight=balance, random_state=0).fit(rows, topics, sample_weight=weights)
    votes, bias = np.zeros((SIZE, count), np.float32), np.full(count, _ABSENT * _STEEPNESS, np.float32)
    votes[:, machine.classes_] = machine.coef_.T * _STEEPNESS
    bias[machine.classes_] = machine.intercept_ * _STEEPNESS
    return votes, bias


def _gate(rows: Matrix, letters: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=20, solver="liblinear", class_weight={True: 3.0, False: 1.0}).fit(rows, letters)
    return machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _packed(name: str, votes: NDArray[np.float32], bias: NDArray[np.float32]) -> Arrays:
    scales = np.maximum(np.abs(votes).max(0) / _LEVELS, 1e-9)
    return {
        name: np.rint(votes / scales).astype(np.int8),
        f"{name}.scales": scales.astype(np.float32),
        f"{name}.bias": bias,
    }
