"""The weather of a campaign: from one dice come the troubles, one or two at a time, with some sun between them."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.faulty.crew import Crew
from benchmarks.faulty.databases import Database, SmallDisk, SmallFiles
from tests.e2e.town import Platforms
from tests.servers.telegram.faults import STORM as TELEGRAM_STORM
from tests.servers.vk.faults import STORM as VK_STORM

SHARE = 0.15
SUN = 2.0  # times as long as the longest trouble


@dataclass
class Weather:
    """`outages` are the spans in which nothing could be written down: (from, to) as `time.time()` tells them."""

    around: Platforms
    crew: Crew
    database: Database
    disk: SmallDisk | SmallFiles
    dice: random.Random
    longest: float = 3.0
    progress: Callable[[str], None] = lambda line: None
    happened: Counter[str] = field(default_factory=Counter)
    outages: list[tuple[float, float]] = field(default_factory=list)
    _turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def kinds(self) -> list[tuple[str, Callable[[float], Awaitable[None]]]]:
        """All of them, each with its name."""
        own: list[tuple[str, Callable[[float], Awaitable[None]]]] = [
            ("a process is killed", self._kill),
            ("Telegram storms", self._telegram_storms),
            ("VK storms", self._vk_storms),
            ("Telegram is silent", self._telegram_is_silent),
            ("VK is silent", self._vk_is_silent),
            ("updates come twice", self._repeat),
            ("updates come mixed", self._mix),
            ("VK's key expires", self._expire),
            ("the disk is full", self._fill),
        ]
        return own + [(f"the database is {_named(one)}", self._on_database(one)) for one in self.database.troubles]

    async def rages(self, rounds: int, share_done: Callable[[], float]) -> None:
        """Every kind at least once where there are rounds enough; spread over all conversations."""
        kinds = self.kinds()
        bag: list[tuple[str, Callable[[float], Awaitable[None]]]] = []
        for count in range(rounds):
            await self._sun(count / rounds, share_done)
            if share_done() >= 1 and len(self.happened) == len(kinds):
                return
            together = []
            for _ in range(self.dice.choice((1, 1, 2))):
                if not bag:
                    bag = self.dice.sample(kinds, len(kinds))
                together.append(bag.pop())
            seconds = self.dice.uniform(0.3, 1.0) * self.longest
            self.progress(", ".join(name for name, _ in together))
            await asyncio.gather(*(self._one(name, trouble, seconds) for name, trouble in together))

    async def _sun(self, due: float, share_done: Callable[[], float]) -> None:
        """Until so large a share of the conversations is done, but not for long: none may be waited for too long."""
        until = time.monotonic() + SUN * self.longest
        while time.monotonic() < until and share_done() < due:  # noqa: ASYNC110 - it tells nobody by itself
            await asyncio.sleep(0.05)

    async def _one(self, name: str, trouble: Callable[[float], Awaitable[None]], seconds: float) -> None:
        self.happened[name] += 1
        # Two of a kind after each other: a database that is down cannot be stopped once more.
        async with self._turns[name.split()[1]]:
            await trouble(seconds)

    async def _kill(self, seconds: float) -> None:
        await self.crew.killed(self.dice.randrange(self.crew.size), seconds / 10)

    async def _telegram_storms(self, seconds: float) -> None:
        self.around.telegram.faults.storm(self.dice.randrange(1 << 30), SHARE, TELEGRAM_STORM)
        await asyncio.sleep(seconds)
        self.around.telegram.faults.storm(0, 0)

    async def _vk_storms(self, seconds: float) -> None:
        self.around.vk.storm(self.dice.randrange(1 << 30), SHARE, (*VK_STORM, "garbage"))
        await asyncio.sleep(seconds)
        self.around.vk.storm(0, 0)

    async def _telegram_is_silent(self, seconds: float) -> None:
        """Calls hang and the line breaks at last; half the time the work was done."""
        faults = self.around.telegram.faults
        kind = self.dice.choice(("hang", "done-then-hang"))
        silence = faults.order(times=1_000_000, kind=kind)
        await asyncio.sleep(seconds)
        faults.call_off(silence)
        faults.release()

    async def _vk_is_silent(self, seconds: float) -> None:
        faults = self.around.vk.faults
        silence = self.around.vk.fault("*", self.dice.choice(("hang", "done-then-hang")), 1_000_000)
        await asyncio.sleep(seconds)
        faults.call_off(silence)
        faults.release()

    async def _repeat(self, seconds: float) -> None:
        delivered = len(self.around.telegram.world.updates.delivered)
        for which in range(1, min(self.dice.randint(1, 20), delivered) + 1):
            self.around.telegram.repeat_update(-which)
        self.around.vk.repeat_event(self.dice.randint(1, 20))

    async def _mix(self, seconds: float) -> None:
        """Told late and with the chats mixed; within a chat the platforms keep their order."""
        telegram, vk = self.around.telegram.world.updates, self.around.vk.feed
        vk.hold()
        with telegram.held():
            await asyncio.sleep(seconds / 2)
            telegram.mix_chats(self.dice.randrange(1 << 30))
        vk.let_go(self.dice)

    async def _expire(self, seconds: float) -> None:
        self.around.vk.fail_poll(2)

    async def _fill(self, seconds: float) -> None:
        began = time.time()
        await self.disk.full(seconds, self.crew.pids)
        self.outages.append((began, time.time()))

    def _on_database(self, trouble: str) -> Callable[[float], Awaitable[None]]:
        async def happens(seconds: float) -> None:
            began = time.time()
            await getattr(self.database, trouble)(seconds)
            self.outages.append((began, time.time()))

        return happens


def _named(trouble: str) -> str:
    return trouble.replace("_", " ")
