"""How a model is measured, on answers small enough to count by hand."""

import pytest

from bot.training.scores import Answer, macro_f1, measure

RIGHT = Answer("roads.snow", [("roads.snow", 0.9), ("yard.snow", 0.1)], sure=True)
KIN = Answer("roads.snow", [("roads.pothole", 0.6), ("roads.snow", 0.4)], sure=True)
WRONG = Answer("yard.snow", [("roads.snow", 0.5), ("garbage.dump", 0.3)])
SILENT = Answer("yard.snow", [])


def test_shares_are_counted() -> None:
    scores = measure([RIGHT, KIN, WRONG, SILENT])
    assert (scores.topic, scores.category, scores.top3) == (0.25, 0.5, 0.5)
    assert (scores.sure, scores.sure_category, scores.sure_topic) == (0.5, 1.0, 0.5)


def test_those_who_answer_only_when_confident_are_right_more_often() -> None:
    coverage = {share: (category, topic) for share, category, topic in measure([RIGHT, KIN, WRONG, SILENT]).coverage}
    assert coverage[1.0] == (0.5, 0.25)
    assert coverage[0.5] == (1.0, 0.5)


def test_a_rare_class_counts_as_much_as_a_common_one() -> None:
    assert macro_f1([("a", "a")] * 9 + [("b", "a")]) == pytest.approx((2 * 9 / 19 + 0) / 2)


def test_honest_confidence_has_no_error() -> None:
    honest = [Answer("a.a", [("a.a", 0.75)])] * 3 + [Answer("b.b", [("a.a", 0.75)])]
    assert measure(honest).calibration == pytest.approx(0)
    assert measure([Answer("b.b", [("a.a", 0.95)])]).calibration == pytest.approx(0.95)


def test_nothing_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="nothing"):
        measure([])
