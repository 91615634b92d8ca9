"""The training ground: moves the demo's time, plays its scenes and begins anew, and tells every open page of it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

import structlog

from bot.bootstrap import House
from bot.demo_clock import HOUR, DemoClock, hours_until, monday_after
from bot.demo_player import Player, Stalled
from bot.demo_scenes import Play, Scene
from bot.handlers.web.demo import DemoScene
from bot.handlers.web.demo_api import State
from bot.handlers.web.live import Whisper
from bot.handlers.web.panes import demo_person
from bot.running import jobs
from storage.emptying import empty

log = structlog.get_logger()

SETTLING, MOST_SETTLING = 0.005, 10.0


@dataclass
class TrainingGround:
    """`bot.handlers.web.demo_api.Ground`. One thing happens at a time; a reset breaks off whatever is going on."""

    house: House
    clock: DemoClock
    play_book: Play
    cast: DemoScene
    begin: Callable[[], Awaitable[object]]
    pause: float = 1.8
    _run: str = field(default_factory=lambda: token_hex(4))
    _played: list[str] = field(default_factory=list)
    _going: str = ""
    _pane: str = ""
    _note: str = ""
    _scene: asyncio.Task[None] | None = None
    _resetting: asyncio.Lock = field(default_factory=asyncio.Lock)

    def state(self) -> State:
        return {
            "run": self._run,
            "at": int(self.clock().timestamp() * 1000),
            "going": self._going,
            "played": " ".join(self._played),
            "pane": self._pane,
            "note": self._note,
        }

    async def move(self, by: str) -> bool:
        target = self._target(by)
        if self._going:
            return False
        self._tell("", self._words(f"demo-moving-{by}"), going=f"move:{by}")
        try:
            await self._walk(target)
        finally:
            self._tell("", self._words(f"demo-moved-{by}"), going="")
        return True

    async def play(self, scene: str) -> bool:
        found = self.play_book.scene(scene)
        if found is None:
            raise LookupError(scene)
        if self._going or scene in self._played:
            return False
        self._going = scene
        self._scene = asyncio.create_task(self._played_out(found))
        return True

    async def reset(self) -> None:
        async with self._resetting:
            await self._reset()

    async def _reset(self) -> None:
        if self._scene is not None:
            self._scene.cancel()
            await asyncio.gather(self._scene, return_exceptions=True)
        while self._going.startswith("move"):  # noqa: ASYNC110 - a walk through time takes a second or two
            await asyncio.sleep(SETTLING)
        self._going = "reset"
        await self._settled()
        await empty(self.house.engine)
        await asyncio.to_thread(shutil.rmtree, self.house.settings.media_dir, ignore_errors=True)
        await self.begin()
        self._run, self._scene = token_hex(4), None
        self._played.clear()
        self._tell("", "", going="")

    async def _played_out(self, scene: Scene) -> None:
        player = Player(
            house=self.house,
            cast=self.cast.chats(),
            crowd=self.play_book.crowd,
            tell=self._tell,
            skip=self._skip,
            settled=self._settled,
            count=lambda wrote, of: self.house.service.words.text("demo-crowd", wrote=wrote, of=of),
            pause=self.pause,
        )
        after = scene.after
        try:
            await player.play(scene, self._run)
        except Stalled as stalled:
            log.warning("a scene stalled", action="play", scene=scene.code, where=str(stalled))
            after = self._words("demo-stalled")
        except Exception:
            log.exception("a scene broke", action="play", scene=scene.code)
            after = self._words("demo-stalled")
        self._played.append(scene.code)
        self._tell("", after, going="")

    async def _skip(self, seconds: int) -> None:
        await self._step(self.clock() + timedelta(seconds=seconds))

    async def _walk(self, target: datetime) -> None:
        await self._settled()
        for moment in hours_until(self.clock(), target):
            await self._step(moment)

    async def _step(self, moment: datetime) -> None:
        """It is that moment, and everything due by now has come, before anything later does."""
        self.clock.put(moment)
        for job in jobs(self.house):
            try:
                await job.run()
            except Exception:
                log.exception("a job failed", action="job", job=job.name)
        self.house.bells.ring()
        await self._settled()

    async def _settled(self) -> None:
        """Nothing waits in the inbox or the outbox; what the worker and the courier have in hand still stands there."""
        service = self.house.service
        for _ in range(int(MOST_SETTLING / SETTLING)):
            async with service.store.reading() as tx:
                asked = await tx.inbox.heads(service.now(), 1, frozenset())
                unsent = await tx.outbox.heads("web", service.now(), 1, frozenset())
            if not asked and not unsent:
                return
            await asyncio.sleep(SETTLING)

    def _target(self, by: str) -> datetime:
        district, now = self.house.service.district, self.clock()
        match by:
            case "hours":
                return now + 4 * HOUR
            case "day":
                return now + 24 * HOUR
            case "monday":
                return monday_after(now, district.time_zone, district.digest.hour)
        raise LookupError(by)

    def _tell(self, pane: str, note: str, going: str | None = None) -> None:
        """Every open page shows the coordinator's chat somewhere, so that is where all of them hear it."""
        self._pane, self._note = pane, note
        self._going = self._going if going is None else going
        seat = self.cast.heads[-1]
        person = demo_person(seat)
        self.house.web_bell.whisper(Whisper("ground", seat.address, person.address, self.state()))

    def _words(self, name: str) -> str:
        return self.house.service.words.text(name)
