"""Works through the inbox: chats side by side, each in its own order; what cannot be handled is put aside."""

import asyncio
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import timedelta

import structlog
from structlog.contextvars import bind_contextvars

from bot.dialogs.effects import Say
from bot.dialogs.events import HandlingFailed
from bot.dialogs.message import message, say
from bot.usecases.codec import holds
from bot.usecases.conversing import converse
from bot.usecases.measuring import timed
from bot.usecases.parking import apology, reason
from bot.usecases.platform import TryLater, Update
from bot.usecases.preparing import prepare
from bot.usecases.reading_ahead import read_ahead
from bot.usecases.service import NoRoom, Service
from bot.usecases.sharing import Alone, Sharing
from bot.usecases.store import StoreAway, Waiting
from bot.usecases.writing import Writer

log = structlog.get_logger()

TRIES = 5
SIDE_BY_SIDE = 16
# Of them so many are handled at one time, while the others fetch photos or wait: what is taken in meanwhile needs the
# processor and the database too, and must not stand behind sixteen.
AT_ONCE = 2
# Where several processes work, the first chats may all be taken: so many are looked at.
LOOKED_AT = 256
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=2)
NO_ROOM_PAUSE = timedelta(seconds=5)
# Pauses double no further: after days without a platform the pause would be longer than time itself.
LAST_DOUBLING = 10


async def handle(service: Service, waiting: Waiting, room: AbstractAsyncContextManager[object] | None = None) -> None:
    """One update to its end: handled, to be tried again, or put aside; never raises for what it holds.

    Slow work is done before there is `room` for it. Raises StoreAway: then nothing has happened.
    """
    # What is written of it from here on names it, and the appeal once one is known.
    bind_contextvars(update=waiting.id, number="")
    try:
        with timed(service.measures, "prepare"):
            update, member = await prepare(service, waiting)
        async with room or nullcontext():
            await _converse(service, waiting, update, member=member)
    except StoreAway:
        # It is no fault of the update and no try of it: it stays as it is.
        raise
    except NoRoom as failure:
        await _wait_for_room(service, waiting, failure)
    except Exception as failure:
        await _failed(service, waiting, failure)
    service.bell.ring()


async def _converse(service: Service, waiting: Waiting, update: Update, *, member: bool) -> None:
    with timed(service.measures, "converse"):
        await read_ahead(service, update)
        async with service.store.transaction() as tx:
            # Another process may have been faster.
            if await tx.inbox.is_waiting(waiting.id):
                await converse(service, tx, update, member=member)
                await tx.inbox.done(waiting.id)


async def _wait_for_room(service: Service, waiting: Waiting, failure: NoRoom) -> None:
    """The disk is full: the message waits as long as it takes, and its author is told so once."""
    now, key = service.now(), f"no-room:{waiting.id}"
    log.error("no room on the disk for a photo", action="handle", update=waiting.id, why=str(failure))
    async with service.store.transaction() as tx:
        await tx.inbox.postpone(waiting.id, now + NO_ROOM_PAUSE, "no room on the disk")
        if await tx.outbox.by_key(waiting.chat, key) is None:
            words = Say(message(say("photo-waits")), key=key)
            await Writer(tx, service.words, now).say(waiting.chat, words)


async def _failed(service: Service, waiting: Waiting, failure: Exception) -> None:
    now = service.now()
    pause = min(PAUSE * (1 << min(waiting.attempts, LAST_DOUBLING)), LONGEST_PAUSE)
    patient = isinstance(failure, TryLater)
    last = waiting.attempts + 1 >= TRIES and not patient
    where = reason(failure)
    if patient:
        log.info("an update waits", action="handle", update=waiting.id, why=str(failure))
    else:
        log.warning(
            "an update was not handled", action="handle", update=waiting.id, last=last, error=type(failure).__name__
        )
    async with service.store.transaction() as tx:
        if not last:
            await tx.inbox.retry(waiting.id, now + pause, where)
            return
        # Another process may have managed what this one could not.
        if await tx.inbox.set_aside(waiting.id, where) and not holds(waiting.event, HandlingFailed):
            await tx.inbox.add([apology(str(waiting.id), waiting.chat, waiting.group)], now)


async def handle_waiting(service: Service, limit: int = 1000) -> int:
    """Handles one after another whatever waits now; how many. For tests and for a clock that is moved by hand."""
    count = 0
    while count < limit:
        async with service.store.reading() as tx:
            heads = await tx.inbox.heads(service.now(), SIDE_BY_SIDE, frozenset())
        if not heads:
            return count
        for waiting in heads:
            await handle(service, waiting)
        count += len(heads)
    return count


class Worker:
    """Handles updates until it is cancelled; `rung` wakes it as soon as there is something.

    Other processes may work on the same inbox: each chat is worked on by the one that has taken it.
    """

    def __init__(self, service: Service, rung: asyncio.Event, sharing: Sharing | None = None) -> None:
        self._service, self._rung, self._sharing = service, rung, sharing or Alone()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._finished: list[str] = []
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        try:
            while True:
                self._rung.clear()
                if not await self._start_waiting():
                    # Not wait_for: rung and cancelled at once, it forgets that it was cancelled (before Python 3.12).
                    with suppress(TimeoutError):
                        async with asyncio.timeout(PAUSE.total_seconds()):
                            await self._rung.wait()
        finally:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            with suppress(Exception):  # what is not given back now falls free when the process ends
                await self._give_back()

    async def _start_waiting(self) -> bool:
        room = SIDE_BY_SIDE - len(self._busy)
        if room <= 0:
            return False
        try:
            await self._give_back()
            heads = await self._free_heads(room)
        except Exception:
            log.exception("the inbox cannot be read", action="read_inbox")
            return False
        for waiting in heads:
            self._busy[waiting.chat] = asyncio.create_task(self._handle(waiting))
        return bool(heads)

    async def _free_heads(self, room: int) -> list[Waiting]:
        """Heads of chats that no other process works on; from now on ours."""
        looked_at = room if self._sharing.alone else LOOKED_AT
        async with self._service.store.reading() as tx:
            heads = await tx.inbox.heads(self._service.now(), looked_at, frozenset(self._busy))
        if self._sharing.alone:
            return heads
        taken = await self._sharing.take([one.chat for one in heads], room)
        return [one for one in heads if one.chat in taken]

    async def _give_back(self) -> None:
        finished, self._finished = self._finished, []
        await self._sharing.give_back(finished)

    async def _handle(self, waiting: Waiting) -> None:
        try:
            # Another process may have handled it between our look and our taking the chat.
            if self._sharing.alone or await self._still_waiting(waiting):
                await handle(self._service, waiting, self._room)
        except StoreAway as away:
            # The update is still there for the next look, which need not come at once.
            log.warning("an update waits for the database", action="handle", update=waiting.id, why=str(away))
            await asyncio.sleep(PAUSE.total_seconds())
        except Exception:
            log.exception("an update waits on", action="handle", update=waiting.id)
            await asyncio.sleep(PAUSE.total_seconds())
        finally:
            self._busy.pop(waiting.chat, None)
            self._finished.append(waiting.chat)
            self._rung.set()

    async def _still_waiting(self, waiting: Waiting) -> bool:
        async with self._service.store.reading() as tx:
            return await tx.inbox.is_waiting(waiting.id)
