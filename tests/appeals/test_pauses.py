"""When an appeal's clock stood, read from its history."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.pauses import asked_stretches
from bot.appeals.status import TRANSITIONS, Action, Status

NINE = datetime(2026, 11, 24, 6, tzinfo=UTC)


def steps(*actions: str) -> list[tuple[datetime, str]]:
    """One an hour."""
    return [(NINE + timedelta(hours=hour), action) for hour, action in enumerate(actions)]


def stood(*actions: str) -> list[tuple[int, int | None]]:
    """From which hour to which."""
    hour = timedelta(hours=1)
    return [
        ((start - NINE) // hour, None if end is None else (end - NINE) // hour)
        for start, end in asked_stretches(steps(*actions))
    ]


def test_from_a_question_to_the_reply() -> None:
    assert stood("file", "accept", "ask", "reply", "solve") == [(2, 3)]
    assert stood("file", "ask") == [(1, None)]
    assert stood("file", "accept", "solve", "rate") == []


def test_what_others_do_meanwhile_does_not_end_it() -> None:
    assert stood("file", "ask", "note", "join", "leave", "retopic", "ask", "add") == [(1, 7)]


@pytest.mark.parametrize(
    "ending", [one for (status, one), then in TRANSITIONS.items() if status is Status.ASKED and then is not status]
)
def test_whatever_leaves_the_status_ends_it(ending: Action) -> None:
    assert stood("file", "ask", ending) == [(1, 2)]


def test_asked_again_after_it_was_reopened() -> None:
    assert stood("file", "ask", "reply", "solve", "rate", "reopen", "ask", "expire") == [(1, 2), (6, 7)]


def test_a_vote_of_one_of_many_and_an_unknown_action_change_nothing() -> None:
    assert stood("file", "rate", "dreamt", "ask", "rate", "reply") == [(3, 5)]


@given(st.lists(st.sampled_from(["file", *Action])))
def test_stretches_never_touch_nor_turn_back(actions: list[str]) -> None:
    found = asked_stretches(steps(*actions))
    ends = [moment for start, end in found for moment in (start, end) if moment is not None]
    assert ends == sorted(set(ends))
    assert all(end is not None for _, end in found[:-1])
