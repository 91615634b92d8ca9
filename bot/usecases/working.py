"""Works through the inbox: chats side by side, each in its own order; what cannot be handled is put aside."""

import asyncio
import traceback
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.dialogs.events import HandlingFailed
from bot.usecases.codec import holds
from bot.usecases.conversing import converse
from bot.usecases.platform import TryLater, Update
from bot.usecases.preparing import prepare
from bot.usecases.service import Service
from bot.usecases.store import Waiting

log = structlog.get_logger()

TRIES = 5
SIDE_BY_SIDE = 16
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=2)
# Pauses double no further: after days without a platform the pause would be longer than time itself.
LAST_DOUBLING = 10


async def handle(service: Service, waiting: Waiting) -> None:
    """One update to its end: handled, to be tried again, or put aside; never raises for what it holds."""
    try:
        update, member = await prepare(service, waiting)
        async with service.store.transaction() as tx:
            # Another process may have been faster.
            if await tx.inbox.is_waiting(waiting.id):
                await converse(service, tx, update, member=member)
                await tx.inbox.done(waiting.id)
    except Exception as failure:
        await _failed(service, waiting, failure)
    service.bell.ring()


async def _failed(service: Service, waiting: Waiting, failure: Exception) -> None:
    now = service.now()
    pause = min(PAUSE * (1 << min(waiting.attempts, LAST_DOUBLING)), LONGEST_PAUSE)
    patient = isinstance(failure, TryLater)
    last = waiting.attempts + 1 >= TRIES and not patient
    # The traceback names places in the code; the words of the message are not in it.
    where = "".join(traceback.format_tb(failure.__traceback__)) + type(failure).__name__
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
        await tx.inbox.set_aside(waiting.id, where)
        if not holds(waiting.event, HandlingFailed):
            sorry = Update(f"failed:{waiting.id}", waiting.chat, waiting.group, HandlingFailed())
            await tx.inbox.add([sorry], now)


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
    """Handles updates until it is cancelled; `bell` wakes it as soon as there is something."""

    def __init__(self, service: Service, rung: asyncio.Event) -> None:
        self._service, self._rung = service, rung
        self._busy: dict[str, asyncio.Task[None]] = {}

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

    async def _start_waiting(self) -> bool:
        room = SIDE_BY_SIDE - len(self._busy)
        if room <= 0:
            return False
        try:
            async with self._service.store.reading() as tx:
                heads = await tx.inbox.heads(self._service.now(), room, frozenset(self._busy))
        except Exception:
            log.exception("the inbox cannot be read", action="read_inbox")
            return False
        for waiting in heads:
            self._busy[waiting.chat] = asyncio.create_task(self._handle(waiting))
        return bool(heads)

    async def _handle(self, waiting: Waiting) -> None:
        try:
            await handle(self._service, waiting)
        except Exception:
            # The database itself did not answer: the update is still there for the next look.
            log.exception("an update waits on", action="handle", update=waiting.id)
        finally:
            self._busy.pop(waiting.chat, None)
            self._rung.set()
