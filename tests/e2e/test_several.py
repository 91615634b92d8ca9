"""Several real processes on one PostgreSQL: killed in the middle, they lose nothing and say nothing twice."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.crew import Crew, Member, ahead_of_now
from tests.e2e.people import PATIENCE, Seat, words_of
from tests.e2e.processes import Nursery
from tests.e2e.stories import agrees, files
from tests.e2e.test_killed import Counted, CountedOfVK
from tests.e2e.town import Platforms, running
from tests.e2e.wording import label, number_in, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A working Tuesday, and the Monday of the next week but one: by then everything is overdue and a digest is due.
TUESDAY = datetime(2026, 11, 17, 7, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=UTC)
SENDING = {"sendMessage", "sendPhoto", "sendMediaGroup", "messages.send"}
# After so many letters of its own each sender is killed.
LIVES = (2, 2)
TAKEOVER = 10.0


class Watch:
    """Kills a process right after so many letters have reached the platforms, before they have answered."""

    def __init__(self, around: Platforms) -> None:
        self._left, self._victim = 0, None
        self.killed, self.at = asyncio.Event(), 0.0
        telegram, vk = Counted(), CountedOfVK()
        telegram.told = vk.told = self._told
        around.telegram.journal, around.vk.journal = telegram, vk

    def kills(self, victim: Member, after: int) -> None:
        self._victim, self._left = victim, after
        self.killed.clear()

    def _told(self, method: str) -> None:
        if method in SENDING and self._victim is not None:
            self._left -= 1
            if self._left == 0:
                self._victim.dies()
                self._victim, self.at = None, time.monotonic()
                self.killed.set()


async def test_what_fell_due_is_said_once_though_sender_after_sender_is_killed(
    around: Platforms, cradle: Nursery, postgres_url: str
) -> None:
    head, coordinator = await a_week_and_a_half_ago(around, postgres_url)
    crew, watch = Crew(around, cradle, postgres_url, ahead_of_now(MONDAY)), Watch(around)
    leader = await crew.joins()
    await leader.leads()
    takeovers = []
    for letters in LIVES:
        watch.kills(leader, letters)
        stand_by = await crew.joins()
        async with asyncio.timeout(PATIENCE):
            await watch.killed.wait()
        since = crew.now()
        assert await leader.child.buried() == -9
        await stand_by.leads()
        takeovers.append(time.monotonic() - watch.at)
        leader = stand_by
    await everything_is_said(crew, since)
    # A rolling restart: the next one leads as soon as this one has ended, looks once more, and finds nothing to say.
    letters = await crew.asked("SELECT count(*) FROM letters")
    successor, since = await crew.joins(), crew.now()
    assert await leader.child.ends() == 0
    await successor.leads()
    await everything_is_said(crew, since)
    assert await successor.child.ends() == 0

    assert await crew.asked("SELECT count(*) FROM letters") == letters
    assert await crew.asked("SELECT chat FROM letters WHERE state != 1") == []
    reminders = "SELECT count(*) FROM letters WHERE key LIKE 'reminder:%' GROUP BY chat"
    assert await crew.asked(reminders) == [(1,), (1,)]
    assert len([one for one in head.shown() if "📊" in words_of(one)]) == 1
    assert any("📊" in words_of(one) for one in coordinator.shown())
    copies = await crew.doubles()
    print(f"takeovers: {[round(one, 2) for one in takeovers]} s, copies on Telegram: {sum(copies.values())}")
    # A letter that Telegram had got, and whose sender was killed before it wrote that down, is sent once more.
    assert max(copies.values()) <= len(LIVES)
    assert max(takeovers) < TAKEOVER


async def a_week_and_a_half_ago(around: Platforms, postgres_url: str) -> tuple[Seat, Seat]:
    """Residents have written, and nobody has answered since; the head and the coordinator who will hear of it."""
    ahead = timedelta(seconds=ahead_of_now(TUESDAY))
    async with running(around, clock=lambda: datetime.now(UTC) + ahead, database_url=postgres_url) as town:
        for platform in ("telegram", "vk"):
            await town.office(platform, "tretyakovo", ["Ольга"])
        head, coordinator = await town.head("vk", "tretyakovo"), town.resident("telegram", "Куратор")
        await town.binds(coordinator, "coordinator")
        for platform, what in (("vk", "не горит фонарь"), ("telegram", "не убирают мусор")):
            await files(town.resident(platform), f"В Бабино {what} у магазина")
        await town.settled()
    return head, coordinator


async def everything_is_said(crew: Crew, since: datetime) -> None:
    """Every job has looked since then, and nothing waits."""
    looked = "SELECT count(*) FROM jobs WHERE name IN ('remind', 'escalate', 'send_digests') AND succeeded_at >= $1"
    await crew.until(looked, 3, since)
    await crew.until("SELECT count(*) FROM letters WHERE state = 0", 0)
    assert await crew.asked("SELECT name FROM jobs WHERE failures > 0") == []


async def test_workers_share_a_storm_and_the_order_of_each_chat_is_kept(
    around: Platforms, cradle: Nursery, postgres_url: str
) -> None:
    crew = Crew(around, cradle, postgres_url)
    _, _, first, _ = [await crew.joins(one) for one in ("listen", "send", "work", "work")]
    await asyncio.gather(around.telegram.polled(PATIENCE), around.vk.feed.polled.wait(PATIENCE))
    people = [(platform, f"Житель{one}") for one in range(3) for platform in ("telegram", "vk")]
    talking = [asyncio.create_task(writes_a_lot(around.resident(*one), one[1])) for one in people]
    await crew.until("SELECT count(*) > 3 FROM residents WHERE consent IS NOT NULL", True)
    first.dies()
    await crew.joins("work")
    told = await asyncio.gather(*talking)
    await crew.until("SELECT count(*) FROM letters WHERE state = 0", 0)

    assert sorted(await crew.asked("SELECT number, text FROM appeals")) == sorted(told)
    assert await crew.asked("SELECT error FROM updates WHERE state = 2") == []
    assert set((await crew.doubles()).values()) == {0}
    for member in crew.members:
        if member is not first:
            assert await member.child.ends() == 0
    workers = [one for one in crew.members if "work" in one.log.name and "Traceback" not in one.log.read_text()]
    assert len(workers) == 3


async def writes_a_lot(resident: Seat, name: str) -> tuple[str, str]:
    """One problem in many messages; its number and all of its words, in the order in which they were written."""
    lines = [f"В Бабино не горит фонарь ({name})", *(f"и ещё скажу, {one}-е" for one in range(2, 6))]
    for one in lines:
        resident.says(one)
    await agrees(resident)
    send, another = label("button-send"), label("button-another-problem")
    whole = "\n".join(lines)

    def is_ready(message: Any) -> bool:
        return another in message.buttons or (send in message.buttons and lines[-1] in words_of(message))

    card = await resident.sees_that(is_ready, "the card with all words, or a neighbour's")
    if another in card.buttons:
        resident.presses(another, on=card)
        card = await resident.sees_that(
            lambda one: send in one.buttons and lines[-1] in words_of(one), "the card with all words"
        )
    resident.presses(send, on=card)
    return number_in(words_of(await resident.sees(said("filed-number"), after=card))), whole
