"""The service is killed again and again in the middle of everything: nothing is lost, nothing is filed twice."""

import asyncio
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.people import PATIENCE, Message, Seat, words_of
from tests.e2e.processes import Child, Nursery
from tests.e2e.stories import agrees, card_of, photo
from tests.e2e.town import Office, Platforms, running
from tests.e2e.wording import label, number_in, said
from tests.servers.vk.journal import Journal

pytestmark = pytest.mark.asyncio(loop_scope="session")

KILLS = 14
SEED = 26
# Each writes of something else: whether the bot asks «Похоже, об этом уже написали» would hang on who is killed when.
PROBLEMS = {
    ("Анна", "telegram"): ("В Бабино не горит фонарь", "у магазина, третий день"),
    ("Анна", "vk"): ("В Бабино не вывозят мусор", "у школы, вторую неделю"),
    ("Борис", "telegram"): ("В Бабино сломаны качели", "на детской площадке"),
    ("Борис", "vk"): ("В Бабино заросло кладбище", "траву не косят с весны"),
}


class Reaper:
    """Kills the service right after the n-th request that the platforms got from it, and starts it anew.

    Sometimes at once, so that the answer never arrives; sometimes a moment later, while the answer is written down.
    """

    def __init__(self, around: Platforms, cradle: Nursery) -> None:
        self._around, self._cradle, self._dice = around, cradle, random.Random(SEED)
        self._left, self._over = 0, asyncio.Event()
        self._child: Child | None = None
        self.moments: list[str] = []
        telegram, vk = Counted(), CountedOfVK()
        telegram.told = vk.told = self._requested
        around.telegram.journal, around.vk.journal = telegram, vk

    async def rages(self) -> Child:
        """So many lives, one after another, each cut short; then one that may go on."""
        while len(self.moments) < KILLS:
            self._left, self._child = self._dice.randint(5, 15), await self._born()
            await self._over.wait()
            self._over.clear()
            assert await self._child.buried() == -9
        return await self._born()

    async def _born(self) -> Child:
        log = self._around.folder / f"{len(self.moments)}.log"
        return await self._cradle.bears("run", environment=self._around.environment(), log=log)

    def _requested(self, what: str) -> None:
        self._left -= 1
        if self._left == 0:
            delay = self._dice.choice((0.0, 0.0, 0.002, 0.01, 0.03))
            self.moments.append(f"{what} + {delay}")
            asyncio.get_running_loop().call_later(delay, self._kill) if delay else self._kill()

    def _kill(self) -> None:
        assert self._child
        self._child.kill()
        self._over.set()


class Counted(list[Any]):
    """Telegram's journal, which tells of each call before it is answered."""

    told: Callable[[str], None]

    def append(self, call: Any) -> None:
        super().append(call)
        self.told(call.method)


class CountedOfVK(Journal):
    told: Callable[[str], None]

    def append(self, call: Any) -> None:
        super().append(call)
        self.told(call.method)


async def files_in_two_breaths(resident: Seat, words: tuple[str, str], filed: asyncio.Queue[str]) -> tuple[str, str]:
    """A photo with words, and more words; the number and the text of it."""
    resident.says(words[0], photo(1))
    resident.says(words[1])
    await agrees(resident)
    card = await resident.sees_that(lambda one: _is_whole(one, words), "the card with all words")
    resident.presses(label("button-send"), on=card)
    number = number_in(words_of(await resident.sees(said("filed-number"), after=card)))
    filed.put_nowait(number)
    explained = await resident.sees(said("told-explain", number=number))
    resident.presses(label("button-good"), on=explained)
    await resident.sees(said("rated-good"), after=explained)
    return number, "\n".join(words)


def _is_whole(message: Message, words: tuple[str, str]) -> bool:
    return label("button-send") in message.buttons and all(one in words_of(message) for one in words)


async def answers_all(official: Seat, filed: asyncio.Queue[str]) -> None:
    while True:
        number = await filed.get()
        card = await card_of(official, number)
        official.presses(label("desk-accept"), on=card)
        await official.sees_that(both("card-title", "card-accepted", number), "the accepted card")
        official.presses(label("desk-explain"), on=card)
        preview = await replies(official, number)
        official.presses(label("desk-send"), on=preview)
        await official.sees_that(both("told-explain", "preview-sent", number), "that it is sent")
        filed.task_done()


def both(one: str, other: str, number: str) -> Callable[[Message], bool]:
    """Whether a message says both things of the appeal."""
    patterns = said(one, number=number), said(other)
    return lambda message: all(pattern.search(words_of(message)) for pattern in patterns)


async def replies(official: Seat, number: str) -> Message:
    """Answers the prompt; anew where the bot does not know the copy of it that was answered."""
    answer = f"Про {number}: сделаем завтра"
    unknown = said("reply-without-card")
    while True:
        prompt = await official.sees(said("prompt-explain", number=number))
        words = official.says(answer, to=prompt)
        seen = await official.sees(re.compile(f"{answer}|{unknown.pattern}"), after=words)
        if not unknown.search(words_of(seen)):
            return seen


async def everybody_talks(around: Platforms, offices: list[Office]) -> dict[str, str]:
    """Residents on both platforms and an official on each; the words of all appeals by number."""
    filed: asyncio.Queue[str] = asyncio.Queue()
    officials = [asyncio.create_task(answers_all(one.seat, filed)) for one in offices]
    residents = [
        files_in_two_breaths(around.resident(platform, name), words, filed)
        for (name, platform), words in PROBLEMS.items()
    ]
    numbers = dict(await asyncio.gather(*residents))
    await filed.join()
    for one in officials:
        one.cancel()
    await asyncio.gather(*officials, return_exceptions=True)
    return numbers


async def somebody_asks(around: Platforms) -> None:
    """A passer-by on each platform wants to know how it works, so that the service is never without work."""
    for platform in ("telegram", "vk"):
        stranger = around.resident(platform, "Прохожий")
        await stranger.sees(said("help"), after=stranger.says("/помощь"))


async def test_nothing_is_lost_or_doubled_however_often_it_is_killed(around: Platforms, cradle: Nursery) -> None:
    async with running(around) as town:
        offices = {one: await town.office(one, "tretyakovo", ["Ольга"]) for one in ("telegram", "vk")}
    reaper = Reaper(around, cradle)
    raging = asyncio.create_task(reaper.rages())
    talking = asyncio.create_task(everybody_talks(around, list(offices.values())))
    while not raging.done():
        await somebody_asks(around)
    numbers = await talking
    await around.telegram.polled(PATIENCE)
    assert await raging.result().ends() == 0

    assert around.rows("SELECT number, text FROM appeals ORDER BY id") == sorted(numbers.items())
    assert sorted(numbers) == [f"26-{one:05}" for one in range(1, len(numbers) + 1)]
    everything_happened_once(around, numbers)
    every_letter_arrived(around)
    for number in numbers:
        cards = {name: copies(one.seat, number) for name, one in offices.items()}
        assert cards["vk"] == 1
        assert cards["telegram"] >= 1


def everything_happened_once(around: Platforms, numbers: dict[str, str]) -> None:
    """No act twice, no photo twice, nothing put aside."""
    acts = around.rows("SELECT number, action, count(*) FROM history JOIN appeals ON appeals.id = appeal GROUP BY 1, 2")
    expected = [(one, action, 1) for one in numbers for action in ("accept", "explain", "file", "rate")]
    assert sorted(acts) == sorted(expected)
    photos = around.rows("SELECT number, count(*) FROM appeal_photos JOIN appeals ON appeals.id = appeal GROUP BY 1")
    assert sorted(photos) == [(one, 1) for one in sorted(numbers)]
    assert around.rows("SELECT error FROM updates WHERE state = 2") == []
    assert around.rows("SELECT error FROM letters WHERE state = 2 AND kind != 'toast'") == []


def every_letter_arrived(around: Platforms) -> None:
    """Each sent letter is a message, in the order of its chat; on VK nothing else is."""
    asked = "SELECT chat, messages FROM letters WHERE kind = 'message' AND state = 1 ORDER BY id"
    letters: dict[str, list[int]] = {}
    for chat, messages in around.rows(asked):
        letters.setdefault(chat, []).extend(int(one) for one in messages.split(","))
    for chat, messages in letters.items():
        platform, _, number = chat.partition(":")
        made = around.made(platform, int(number))
        assert messages == sorted(messages), chat
        assert set(messages) <= set(made), chat
        if platform == "vk":
            assert messages == made, chat


def copies(seat: Seat, number: str) -> int:
    card = said("card-title", number=number)
    return len([one for one in seat.shown() if card.match(words_of(one))])
