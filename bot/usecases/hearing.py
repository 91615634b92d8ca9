"""Whether the channels can be heard: noticed by listeners and senders, written down for whoever raises alarms."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

import structlog

from bot.usecases.platform import Clock, Health
from bot.usecases.store import Store

log = structlog.get_logger()

# `token`: the platform does not accept it; `conflict`: another program reads the same bot's updates.
Trouble = Literal["", "token", "conflict"]
Side = Literal["listen", "send"]
# What is heard is written down so often, in seconds; that all is well, more seldom.
LOOK = 5.0
STILL_WELL = timedelta(minutes=1)
# Where updates come by webhook the platform is asked so often whether it knows us, in seconds.
ASKED = 60.0
# A doctor's words for a platform that did not answer, or not us.
NO_ANSWER = frozenset({"network", "server", "flood", "unknown", "unauthorized"})


@dataclass(frozen=True, slots=True)
class Heard:
    """One side of a channel («telegram:listen»): when it last answered us, and what it refuses since when."""

    name: str
    heard_at: datetime | None = None
    trouble: Trouble = ""
    since: datetime | None = None


class Ear(Protocol):
    """What an adapter tells of its platform; costs nothing."""

    def heard(self) -> None:
        """The platform has answered as it should, be it that there is nothing new."""

    def troubled(self, trouble: Trouble) -> None: ...


class Deaf:
    """Nobody wants to know."""

    def heard(self) -> None:
        return None

    def troubled(self, trouble: Trouble) -> None:
        return None


class Ears(Protocol):
    """One for each side of each channel."""

    def ear(self, channel: str, side: Side) -> Ear: ...


class NoEars:
    """Where nobody wants to know."""

    def ear(self, channel: str, side: Side) -> Ear:
        return Deaf()


class Hearing:
    """`Ears` of one process; what this process alone has noticed, so that stand-bys say nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.now: dict[str, Heard] = {}
        self._written: dict[str, Heard] = {}

    def ear(self, channel: str, side: Side) -> Ear:
        return _Ear(self._noticed, f"{channel}:{side}")

    def _noticed(self, name: str, change: Callable[[Heard, datetime], Heard]) -> None:
        self.now[name] = change(self.now.get(name, Heard(name)), self._clock())

    def news(self) -> list[Heard]:
        """What is worth writing down: a change at once, that all is still well once a minute."""
        return [one for name, one in self.now.items() if _is_news(one, self._written.get(name))]

    async def write_down(self, store: Store) -> int:
        """How many sides of channels there was news of."""
        news = self.news()
        if news:
            async with store.transaction() as tx:
                for one in news:
                    await tx.alerts.note(one)
            self._written |= {one.name: one for one in news}
        return len(news)

    async def keep_book(self, store: Store) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.write_down(store)
            except Exception as failure:
                log.warning("what was heard is not written down", action="hear", error=type(failure).__name__)
            await asyncio.sleep(LOOK)


async def ask_now_and_then(account: Callable[[], Awaitable[Health]], ear: Ear, pause: float = ASKED) -> None:
    """Until cancelled, where a platform speaks by itself and is silent when nobody writes: is it there at all?"""
    while True:
        health = await account()
        word = health.what.partition(" ")[0]
        if health.ok or word not in NO_ANSWER:
            ear.heard()
        elif word == "unauthorized":
            ear.troubled("token")
        await asyncio.sleep(pause)


@dataclass(frozen=True, slots=True)
class _Ear:
    notice: Callable[[str, Callable[[Heard, datetime], Heard]], None]
    name: str

    def heard(self) -> None:
        self.notice(self.name, lambda was, now: Heard(was.name, now))

    def troubled(self, trouble: Trouble) -> None:
        self.notice(self.name, lambda was, now: _in_trouble(was, trouble, now))


def _in_trouble(was: Heard, trouble: Trouble, now: datetime) -> Heard:
    return was if was.trouble == trouble else replace(was, trouble=trouble, since=now)


def _is_news(one: Heard, written: Heard | None) -> bool:
    if written is None or one.trouble != written.trouble:
        return True
    if one.heard_at is None or written.heard_at is None:
        return one.heard_at != written.heard_at
    # The clock may have been set back.
    return abs(one.heard_at - written.heard_at) >= STILL_WELL
