"""Teaches a topic model further: what it knew stays as it was wherever the new examples do not speak against it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.training.examples import Example
from bot.training.scores import Answer, category
from bot.triage.topic_model import TopicModel
from bot.triage.topic_network import Floats, softmax

Doubles = NDArray[np.float64]

# How strongly what was known is held on to.
_HOLDING = 0.02
# A topic never heard of before begins as unlikely.
_UNHEARD = -6.0
_STEPS = 200
# «Sure» has to be right about the category so often; fewer examples than these cannot tell.
_SURE_CATEGORY, _ENOUGH = 0.955, 200
_THRESHOLDS = np.arange(0.30, 0.97, 0.01)
_SHARPNESS = np.arange(0.5, 1.55, 0.05)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Examples as the shipped ground hears them: `vectors` (n, 384), its `logits` (n, codes), topics and weights."""

    vectors: Floats
    logits: Floats
    topics: tuple[str, ...]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """The last step of a model, over the ground: `weights` (codes, 384) and `bias` say where it differs from it."""

    codes: tuple[str, ...]
    weights: Floats
    bias: Floats
    sharpness: float
    sure: float

    def logits(self, lesson: Lesson) -> Floats:
        logits: Floats = lesson.vectors @ self.weights.T + self.bias
        logits[:, : lesson.logits.shape[1]] += lesson.logits
        return logits

    def shares(self, lesson: Lesson) -> Floats:
        return softmax(self.logits(lesson) * np.float32(self.sharpness))


def lesson_of(model: TopicModel, examples: Sequence[Example]) -> Lesson:
    heard = [model.ground(one.text) for one in examples]
    vectors, logits = np.stack([one.vector for one in heard]), np.stack([one.logits for one in heard])
    return Lesson(vectors, logits, tuple(one.topic for one in examples), np.array([one.weight for one in examples]))


def head_of(model: TopicModel) -> Head:
    return Head(model.codes, model.weights, model.bias, float(model.sharpness), model.thresholds.sure)


def taught(old: Head, known: Lesson) -> Head:
    """The same examples give the same head bit for bit: nothing here is left to chance."""
    from scipy.optimize import minimize

    start = _widened(old, known.topics)
    codes, vectors = start.codes, known.vectors.astype(np.float64)
    before = start.logits(known).astype(np.float64) * old.sharpness
    right = np.eye(len(codes))[[codes.index(one) for one in known.topics]]
    weights = known.weights[:, None] / known.weights.sum()

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        change = flat.reshape(len(codes), -1)
        logits = before + vectors @ change[:, :-1].T + change[:, -1]
        logits -= logits.max(1, keepdims=True)
        logs = logits - np.log(np.exp(logits).sum(1, keepdims=True))
        gap = (np.exp(logs) - right) * weights
        slope = np.concatenate([gap.T @ vectors, gap.sum(0)[:, None]], axis=1) + _HOLDING * change
        return float(-(right * logs * weights).sum() + _HOLDING / 2 * (change**2).sum()), slope.ravel()

    flat = np.zeros(len(codes) * (vectors.shape[1] + 1))
    found = minimize(loss, flat, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    change = (found.x / old.sharpness).reshape(len(codes), -1).astype(np.float32)
    return replace(start, weights=start.weights + change[:, :-1], bias=start.bias + change[:, -1])


def calibrated(head: Head, held: Lesson) -> Head:
    """Its shares made honest on examples it never saw; too few examples change nothing."""
    if len(held.topics) < _ENOUGH:
        return head
    best = min(_SHARPNESS, key=lambda one: _surprise(replace(head, sharpness=float(one)), held))
    head = replace(head, sharpness=round(float(best), 2))
    return replace(head, sure=_surest(head, held))


def answers(head: Head, held: Lesson) -> list[Answer]:
    found = []
    for shares, topic in zip(head.shares(held), held.topics, strict=True):
        order = np.argsort(-shares, kind="stable")[:3]
        ranked = [(head.codes[one], float(shares[one])) for one in order]
        found.append(Answer(topic, ranked, _of_category(head, shares) >= head.sure))
    return found


def _widened(old: Head, topics: Sequence[str]) -> Head:
    """What was known, with room for topics never heard of."""
    new = sorted(set(topics) - set(old.codes))
    weights = np.concatenate([old.weights, np.zeros((len(new), old.weights.shape[1]), np.float32)])
    bias = np.concatenate([old.bias, np.full(len(new), _UNHEARD, np.float32)])
    return replace(old, codes=(*old.codes, *new), weights=weights, bias=bias)


def _of_category(head: Head, shares: Floats) -> float:
    best = category(head.codes[int(shares.argmax())])
    return float(sum(share for code, share in zip(head.codes, shares, strict=True) if category(code) == best))


def _surest(head: Head, held: Lesson) -> float:
    """The lowest threshold that is right often enough."""
    shares = head.shares(held)
    confidence = np.array([_of_category(head, one) for one in shares])
    said = [category(head.codes[int(one.argmax())]) for one in shares]
    right = np.array([one == category(topic) for one, topic in zip(said, held.topics, strict=True)])
    for threshold in _THRESHOLDS:
        kept = right[confidence >= threshold]
        if kept.size and kept.mean() >= _SURE_CATEGORY:
            return round(float(threshold), 2)
    return float(_THRESHOLDS[-1])


def _surprise(head: Head, held: Lesson) -> float:
    place = {code: number for number, code in enumerate(head.codes)}
    rows = [(row, place[topic]) for row, topic in enumerate(held.topics) if topic in place]
    shares = head.shares(held)
    return float(-np.mean(np.log([max(float(shares[row, column]), 1e-9) for row, column in rows])))
