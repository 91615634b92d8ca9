"""Trains the linear experts over hashed features and makes them small: whole numbers, most of them nought."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example
from bot.triage.topic_features import SIZE, features
from bot.triage.topic_network import logs

# Weights of one topic become whole numbers from -LEVELS to LEVELS; the smallest vanish.
_LEVELS = 40
# A feature of fewer messages may be somebody's name.
_SEEN = 3
# What to multiply the scores with so that they become logarithms of shares.
_STEEPNESS = 3.0
_ABSENT = -1.5
# Softmax regression: how strongly it is held back, how soon it is stopped, how much the labels are doubted.
_HOLDING, _BLUR = 0.05, 0.03
_EARLY = {"maxiter": 40, "maxcor": 5}

Matrix = Any  # a SciPy sparse matrix, which has no types
Arrays = dict[str, NDArray[Any]]
# By feature and topic, and what each topic has to begin with.
Votes = tuple[NDArray[np.float32], NDArray[np.float32]]


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
    arrays |= _packed("all", *_mean(_machines(rows, topics, len(codes), weights)))
    arrays |= _packed("letters", *_votes(_machine(1.0, "balanced"), rows[chosen], topics[chosen], len(codes)))
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


def _machines(rows: Matrix, topics: NDArray[Any], count: int, weights: NDArray[Any]) -> Iterator[Votes]:
    """Three ways to learn from the same messages err apart; their mean is one expert again, no larger than each."""
    yield _votes(_machine(0.4, None), rows, topics, count, weights)
    yield _votes(_machine(0.4, "balanced"), rows, topics, count, weights)
    yield _shares(rows, topics, count, weights)


def _mean(votes: Iterator[Votes]) -> Votes:
    weights, bias = zip(*votes, strict=True)
    return np.mean(weights, 0), np.mean(bias, 0)


def _machine(strictness: float, balance: str | None) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=strictness, class_weight=balance, random_state=0)


def _votes(machine: Any, rows: Matrix, topics: NDArray[Any], count: int, weights: NDArray[Any] | None = None) -> Votes:
    machine.fit(rows, topics, sample_weight=weights)
    votes, bias = np.zeros((SIZE, count), np.float32), np.full(count, _ABSENT * _STEEPNESS, np.float32)
    votes[:, machine.classes_] = machine.coef_.T * _STEEPNESS
    bias[machine.classes_] = machine.intercept_ * _STEEPNESS
    return votes, bias


def _shares(rows: Matrix, topics: NDArray[Any], count: int, weights: NDArray[Any]) -> Votes:
    """Softmax regression, stopped early: all topics are weighed against each other at once."""
    from scipy.optimize import minimize

    used = np.flatnonzero(np.bincount(rows.indices, minlength=SIZE))
    known = rows[:, used].tocsr()
    turned = known.T.tocsr()
    right = np.eye(count, dtype=np.float32)[topics] * (1 - _BLUR) + _BLUR / count
    share = (weights / weights.sum()).astype(np.float32)[:, None]
    holding = _HOLDING / weights.sum()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        votes = flat.astype(np.float32).reshape(len(used) + 1, count)
        said = logs(known @ votes[:-1] + votes[-1])
        gap = (np.exp(said) - right) * share
        slope = np.vstack([turned @ gap + holding * votes[:-1], gap.sum(0)])
        price = -(right * said * share).sum(dtype=np.float64) + holding / 2 * float((flat[:-count] ** 2).sum())
        return price, slope.ravel().astype(np.float64)

    found = minimize(loss, np.zeros((len(used) + 1) * count), jac=True, method="L-BFGS-B", options=_EARLY)
    votes = np.zeros((SIZE, count), np.float32)
    votes[used] = found.x.reshape(-1, count)[:-1]
    return votes, found.x[-count:].astype(np.float32)


def _gate(rows: Matrix, letters: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression

    machine = LogisticRegression(C=20, solver="liblinear", class_weight={True: 3.0, False: 1.0}).fit(rows, letters)
    return machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)


def _packed(name: str, votes: NDArray[np.float32], bias: NDArray[np.float32]) -> Arrays:
    """Of each feature only the topics that it speaks of: how many they are, which, and how strongly."""
    scales = np.maximum(np.abs(votes).max(0) / _LEVELS, 1e-9)
    whole = np.rint(votes / scales).astype(np.int8)
    there = whole != 0
    topics = np.broadcast_to(np.arange(whole.shape[1], dtype=np.uint8), whole.shape)
    return {
        f"{name}.many": there.sum(1).astype(np.uint8),
        f"{name}.topics": topics[there],
        name: whole[there],
        f"{name}.scales": scales.astype(np.float32),
        f"{name}.bias": bias.astype(np.float32),
    }
