"""The platforms' limits are kept by windows, whatever the way there takes; the clock is the test's own."""

import asyncio
import random
from collections import defaultdict

import pytest

from bot.handlers.telegram.limits import TELEGRAM_LIMITS
from bot.usecases.pacing import Journey, Pace, Turns, Window
from tests.servers.telegram.errors import Refused
from tests.servers.telegram.limits import Limits

PERSON, GROUP = "telegram:501", "telegram:-100"


class Line:
    """A way to Telegram's own counting; each message takes its time there and back."""

    def __init__(self, dice: random.Random, quick: float, slow: float) -> None:
        self.now, self.dice, self.quick, self.slow = 0.0, dice, quick, slow
        self.telegram = Limits(lambda: self.now)
        self.telegram.on = True
        self.pace = Pace(TELEGRAM_LIMITS)
        self.events: list[tuple[float, int, str, Journey, int]] = []
        self.sent: dict[str, list[float]] = defaultdict(list)
        self.busy: set[str] = set()

    def send(self, chat: str, messages: int = 1) -> None:
        journey = self.pace.leaves(chat, messages, self.now)
        there, back = (self.dice.uniform(self.quick, self.slow) / 2 for _ in range(2))
        self.busy.add(chat)
        self.events += [
            (self.now + there, 0, chat, journey, messages),
            (self.now + there + back, 1, chat, journey, messages),
        ]
        self.events.sort(key=lambda one: one[:2])

    def until(self, moment: float) -> None:
        while self.events and self.events[0][0] <= moment:
            self.now, kind, chat, journey, messages = self.events.pop(0)
            if kind == 0:
                self.telegram.count(int(chat.partition(":")[2]), messages)
                self.sent[chat] += [self.now] * messages
            else:
                self.pace.arrived(journey, self.now)
                self.busy.discard(chat)
        self.now = moment

    def may(self, chat: str, messages: int = 1) -> bool:
        if chat in self.busy or self.pace.wait_for_chat(chat, messages, self.now) > 0:
            return False
        return self.pace.wait_for_all(messages, self.now) <= 0

    def total(self, since: float) -> int:
        return sum(one >= since for times in self.sent.values() for one in times)


@pytest.mark.parametrize(("quick", "slow"), [(0.005, 0.02), (0.1, 0.14)])
def test_at_least_95_percent_of_the_limit_go_and_none_is_refused(quick: float, slow: float) -> None:
    line = Line(random.Random(1), quick, slow)
    crowd = [f"telegram:{one}" for one in range(1, 41)]
    for step in range(25 * 200):
        line.until(step / 200)
        for chat in crowd:
            if line.may(chat):
                line.send(chat)
        crowd = sorted(crowd, key=lambda one: line.sent[one][-1] if line.sent[one] else 0.0)
    assert line.telegram.refused == 0
    assert line.total(5) >= 0.95 * 30 * 20


def test_a_chat_hears_one_a_second_and_a_group_twenty_a_minute() -> None:
    line = Line(random.Random(2), 0.01, 0.03)
    for step in range(181 * 100):
        line.until(step / 100)
        for chat in (PERSON, GROUP):
            if line.may(chat):
                line.send(chat)
    assert line.telegram.refused == 0
    assert len(line.sent[PERSON]) >= 0.95 * 181
    assert len(line.sent[GROUP]) >= 0.95 * 60


def test_a_bucket_that_refills_would_have_been_refused() -> None:
    """The server's own counting: thirty at once and thirty more within the second."""
    line = Line(random.Random(3), 0.01, 0.01)
    for step in range(30):
        line.send(f"telegram:{step + 1}")
    line.until(0.5)
    line.send("telegram:31")
    with pytest.raises(Refused):
        line.until(0.6)


def test_albums_count_with_all_their_photos_and_wait_for_room() -> None:
    line = Line(random.Random(4), 0.01, 0.02)
    albums = [f"telegram:{-one}" for one in range(1, 30)]
    for step in range(200 * 20):
        line.until(step / 200)
        for chat in albums:
            if line.may(chat, 10):
                line.send(chat, 10)
    assert line.telegram.refused == 0
    assert line.total(0) >= 550


def test_a_message_on_its_way_keeps_its_place_however_long_it_takes() -> None:
    pace = Pace(TELEGRAM_LIMITS)
    long_way = [pace.leaves(f"telegram:{one}", 1, 0) for one in range(1, 31)]
    assert pace.wait_for_all(1, 25) == float("inf")
    pace.arrived(long_way[0], 25)
    assert 0 < pace.wait_for_all(1, 25) <= 1.01


def test_topics_of_a_forum_share_what_their_group_may_hear() -> None:
    pace = Pace(TELEGRAM_LIMITS)
    pace.arrived(pace.leaves(f"{GROUP}/7", 1, 0), 0.1)
    assert pace.wait_for_chat(f"{GROUP}/9", 1, 0.2) > 0
    assert pace.wait_for_chat(f"{GROUP}/9", 1, 0.2, edit=True) == 0
    assert pace.wait_for_chat(PERSON, 1, 0.2) == 0


async def test_callers_of_one_window_wait_in_their_order() -> None:
    turns, order = Turns(Window(2, 0.05)), []

    async def call(number: int) -> None:
        async with turns.turn():
            order.append(number)

    await asyncio.gather(*(call(number) for number in range(6)))
    assert order == sorted(order)
