"""How good a topic model is: accuracy, macro F1, top three, calibration, and accuracy against coverage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Topic codes with their shares, best first.
Ranked = Sequence[tuple[str, float]]
COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What was right, and what the model said."""

    topic: str
    ranked: Ranked
    sure: bool = False

    @property
    def said(self) -> str:
        return self.ranked[0][0] if self.ranked else ""

    @property
    def confidence(self) -> float:
        return self.ranked[0][1] if self.ranked else 0.0

    @property
    def right(self) -> bool:
        return self.said == self.topic

    @property
    def right_category(self) -> bool:
        return category(self.said) == category(self.topic)


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares from 0 to 1; `coverage` holds (share answered, category accuracy of those, topic accuracy of those)."""

    count: int
    topic: float
    topic_f1: float
    top3: float
    category: float
    category_f1: float
    calibration: float
    sure: float
    sure_category: float
    sure_topic: float
    coverage: tuple[tuple[float, float, float], ...]


def category(code: str) -> str:
    return code.split(".", 1)[0]


def measure(answers: Sequence[Answer]) -> Scores:
    """Raises ValueError when there is nothing to measure."""
    if not answers:
        raise ValueError("nothing to measure")
    sure = [one for one in answers if one.sure]
    return Scores(
        count=len(answers),
        topic=_share([one.right for one in answers]),
        topic_f1=macro_f1([(one.topic, one.said) for one in answers]),
        top3=_share([one.topic in [code for code, _ in one.ranked[:3]] for one in answers]),
        category=_share([one.right_category for one in answers]),
        category_f1=macro_f1([(category(one.topic), category(one.said)) for one in answers]),
        calibration=calibration_error(answers),
        sure=len(sure) / len(answers),
        sure_category=_share([one.right_category for one in sure]),
        sure_topic=_share([one.right for one in sure]),
        coverage=_coverage(answers),
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean of F1 over the classes that are right at least once or were said."""
    right = Counter(true for true, said in pairs if true == said)
    true, said = Counter(true for true, _ in pairs), Counter(said for _, said in pairs)
    return sum(2 * right[one] / (true[one] + said[one]) for one in true | said) / len(true | said)


def calibration_error(answers: Sequence[Answer]) -> float:
    """How far the confidence is from the accuracy, on the average over ten bins (ECE)."""
    bins: dict[int, list[Answer]] = {}
    for one in answers:
        bins.setdefault(min(int(one.confidence * _BINS), _BINS - 1), []).append(one)
    gaps = [abs(sum(one.confidence for one in kin) - sum(one.right for one in kin)) for kin in bins.values()]
    return sum(gaps) / len(answers)


def _coverage(answers: Sequence[Answer]) -> tuple[tuple[float, float, float], ...]:
    first = sorted(answers, key=lambda one: -one.confidence)
    kept = [(share, first[: max(1, round(share * len(first)))]) for share in COVERAGES]
    return tuple((s, _share([one.right_category for one in k]), _share([one.right for one in k])) for s, k in kept)


def _share(truths: Sequence[bool]) -> float:
    return sum(truths) / len(truths) if truths else 0.0
