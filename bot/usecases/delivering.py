"""Delivers letters: the first of each chat, within the platform's limits; nobody else sends anything."""

import asyncio
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.usecases import measuring
from bot.usecases.measuring import timed
from bot.usecases.moving import move
from bot.usecases.pacing import Journey, Pace
from bot.usecases.platform import (
    CannotEdit,
    Edit,
    Limits,
    Messenger,
    MovedTo,
    Outgoing,
    Refused,
    SendingError,
    Toast,
    TryLater,
)
from bot.usecases.service import Service
from bot.usecases.store import Letter, StoreAway, Transaction
from bot.usecases.undelivered import refused, resend
from bot.usecases.writing import Content, load_content, remembered

log = structlog.get_logger()

SIDE_BY_SIDE = 32
# So many next letters are read at once; while some wait for a place, it is looked this often who overtakes them.
HAND = 64
LOOK_AGAIN = 0.1
# Seconds. A chat that may hear nothing for longer is left out of the hand.
LONG = 1.0
PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
# Pauses double no further: after days without a platform the pause would be longer than time itself.
LAST_DOUBLING = 10
# A letter that could not go for so long says nothing useful any more.
GIVEN_UP = timedelta(days=3)
TOAST_GIVEN_UP = timedelta(seconds=30)
# How each is counted; everything else was refused.
_RESULTS: Mapping[type, measuring.Result] = {
    type(None): "sent",
    TryLater: "retried",
    MovedTo: "moved",
    CannotEdit: "rewritten",
}


@dataclass(frozen=True, slots=True)
class Result:
    """How one letter went: the platform's ids, or why it did not go."""

    letter: Letter
    messages: tuple[str, ...] = ()
    error: SendingError | None = None


class UnreadableLetter(Exception):
    """Another version of the program may have written it."""


async def send(service: Service, messenger: Messenger, letter: Letter) -> Result:
    """Hands one letter to its platform; no transaction is open meanwhile."""
    ear = service.ears.ear(messenger.platform, "send")
    with timed(service.measures, "deliver"):
        try:
            result = Result(letter, await _send(service, messenger, letter))
        except SendingError as error:
            result = Result(letter, error=error)
        except FileNotFoundError:
            return Result(letter, error=Refused("bad_letter", "a photo of it is gone"))
        except UnreadableLetter as error:
            return Result(letter, error=Refused("bad_letter", str(error)))
    if not isinstance(result.error, TryLater):
        ear.heard()
    elif result.error.refuses_token:
        ear.troubled("token")
    return result


async def _send(service: Service, messenger: Messenger, letter: Letter) -> tuple[str, ...]:
    content = _content(letter)
    if letter.kind == "toast":
        await messenger.toast(Toast(letter.id, letter.chat, content.press, content.person, content.text))
        return ()
    if letter.kind == "edit":
        if not letter.target_messages:
            raise CannotEdit("what it edits stands nowhere")
        has_photo = bool(content.photos)
        await messenger.edit(
            Edit(letter.id, letter.chat, letter.target_messages, content.text, content.keyboard, has_photo)
        )
        return ()
    photos = tuple([await service.photos.open(one) for one in content.photos])
    return await messenger.send(
        Outgoing(
            _idempotency(letter),
            letter.chat,
            content.text,
            content.keyboard,
            photos,
            letter.reply_to,
            content.mention,
            content.called,
        )
    )


def _content(letter: Letter) -> Content:
    """Raises UnreadableLetter."""
    try:
        return load_content(letter.content)
    except (LookupError, TypeError, ValueError) as error:
        raise UnreadableLetter(type(error).__name__) from error


def _idempotency(letter: Letter) -> int:
    """The same number at every try; a database begun anew must not repeat the numbers of the one before it."""
    return zlib.crc32(f"{letter.id} {letter.created_at.isoformat()}".encode()) + 1


async def record(service: Service, results: Sequence[Result]) -> None:
    """Writes down how letters went, all in one transaction; one that breaks it is only marked as failed."""
    now = service.now()
    try:
        async with service.store.transaction() as tx:
            for one in results:
                await _record(service, tx, one, now)
        for one in results:
            service.measures.letter(one.letter.chat.partition(":")[0], _counted(one, now))
    except StoreAway:
        raise
    except Exception as failure:
        # A fault of ours, of the district file or of the platform's words, which no database takes: it would come again
        # at every try, and nobody's letters would leave meanwhile.
        if len(results) > 1:
            for one in results:
                await record(service, [one])
            return
        (broken,) = results
        log.exception("how a letter went could not be written down", action="record", letter=broken.letter.id)
        async with service.store.transaction() as tx:
            await tx.outbox.failed(broken.letter.id, type(failure).__name__)


def _counted(result: Result, now: datetime) -> measuring.Result:
    return _RESULTS.get(type(_fate(result, now)), "refused")


def _fate(result: Result, now: datetime) -> SendingError | None:
    """What became of it; what was tried for too long is not tried again."""
    letter, error = result.letter, result.error
    given_up = now - letter.created_at > (TOAST_GIVEN_UP if letter.kind == "toast" else GIVEN_UP)
    return Refused("gave_up", error.why) if isinstance(error, TryLater) and given_up else error


async def _record(service: Service, tx: Transaction, result: Result, now: datetime) -> None:
    letter, error = result.letter, _fate(result, now)
    if error is not None and await tx.outbox.is_sent(letter.id):
        return
    match error:
        case None:
            await tx.outbox.sent(letter, result.messages, remembered(letter.content), now)
        case TryLater(why=why, after=after):
            pause = timedelta(seconds=after) if after else _pause(letter)
            await tx.outbox.retry(letter.id, now + pause, why)
            about = letter.post.number if letter.post else ""
            log.info("a letter waits", action="deliver", letter=letter.id, number=about, why=why, seconds=pause.seconds)
        case MovedTo(chat=to):
            await move(service, tx, letter.chat, to, now)
        case CannotEdit(why=why):
            await resend(tx, letter, why, now)
        case Refused():
            await refused(service, tx, letter, error, now)
        case _:
            await tx.outbox.failed(letter.id, type(error).__name__)


def _pause(letter: Letter) -> timedelta:
    return min(PAUSE * (1 << min(letter.attempts, LAST_DOUBLING)), LONGEST_PAUSE)


async def deliver_waiting(service: Service, platform: str, limit: int = 1000) -> int:
    """Sends one after another whatever waits now; how many. For tests and one-off commands."""
    messenger, count = service.messengers[platform], 0
    while count < limit:
        async with service.store.reading() as tx:
            heads = await tx.outbox.heads(platform, service.now(), SIDE_BY_SIDE, frozenset())
        if not heads:
            return count
        await record(service, [await send(service, messenger, letter) for letter in heads])
        count += len(heads)
    return count


class Courier:
    """Delivers one platform's letters until it is cancelled; may be run again then.

    A letter is chosen when there is a place for it, not before: whoever waits for an answer now goes first.
    `may` is asked before each letter: another process may have been made the sender meanwhile.
    """

    def __init__(
        self,
        service: Service,
        messenger: Messenger,
        limits: Limits,
        rung: asyncio.Event,
        may: Callable[[], bool] = lambda: True,
    ) -> None:
        self._service, self._messenger, self._pace, self._rung = service, messenger, Pace(limits), rung
        self._may = may
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._results: asyncio.Queue[Result] = asyncio.Queue()
        # The next letters, one a chat, as they were read last.
        self._hand: list[Letter] = []
        self._read_at = -math.inf
        self._looking: asyncio.Task[bool] | None = None
        # What has left since the last look began: that look may still have seen it.
        self._left: set[int] = set()
        # Chats that may hear nothing for a while.
        self._resting: set[str] = set()

    async def run(self) -> None:
        recorder = asyncio.create_task(self._record())
        try:
            while True:
                self._rung.clear()
                pause = await self._start_waiting()
                # Not wait_for: rung and cancelled at once, it forgets that it was cancelled (before Python 3.12).
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._rung.wait()
        finally:
            # What is already on the wire is let finish, so that it is not sent again after the restart.
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            await self._results.join()
            recorder.cancel()
            if self._looking is not None:
                self._looking.cancel()
            self._busy.clear()
            self._hand.clear()

    async def _start_waiting(self) -> float:
        """Starts what may go now; how many seconds later to look again, if nobody rings."""
        if not self._may() or len(self._busy) >= SIDE_BY_SIDE:
            return PAUSE.total_seconds()
        if not self._hand and not await self._looked():
            return PAUSE.total_seconds()
        if not self._hand or not self._may():
            return PAUSE.total_seconds()
        pause = self._start()
        if not self._hand:
            return 0.0
        # Who has come since the last look may overtake; nobody stands still meanwhile.
        next_look = self._read_at + LOOK_AGAIN - _moment()
        if next_look <= 0 and self._looking is None:
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(lambda _: self._rung.set())
        return min(pause, max(next_look, LOOK_AGAIN / 2))

    async def _looked(self) -> bool:
        if self._looking is None:
            return await self._look()
        return await self._looking

    async def _look(self) -> bool:
        """Whether the database answered. Chats that may hear nothing for long would only fill the hand."""
        self._read_at = now = _moment()
        self._left.clear()
        shut = [one for one in self._resting if self._pace.wait_for_chat(one, 1, now) > LONG]
        self._resting = set(shut)
        try:
            async with self._service.store.reading() as tx:
                out = frozenset((*self._busy, *shut))
                heads = await tx.outbox.heads(self._messenger.platform, self._service.now(), HAND, out)
        except Exception:
            log.exception("the outbox cannot be read", action="read_outbox")
            return False
        finally:
            self._looking = None
        self._hand = [one for one in heads if one.id not in self._left and one.chat not in self._busy]
        return True

    def _start(self) -> float:
        """Seconds until the first of those that stay may go."""
        now, soonest, kept, full = _moment(), PAUSE.total_seconds(), [], False
        for letter in self._hand:
            wait = self._wait(letter, now)
            if not wait and letter.kind != "toast":
                # An album that waits for its places is not overtaken by what needs fewer.
                wait = math.inf if full else self._pace.wait_for_all(_messages(letter), now)
                full = full or wait > 0
            if wait or len(self._busy) >= SIDE_BY_SIDE:
                soonest = min(soonest, wait or soonest)
                kept.append(letter)
            else:
                self._leaves(letter, now)
        self._hand = kept
        return soonest

    def _wait(self, letter: Letter, now: float) -> float:
        """What its chat asks for, and what is asked of letters in bulk."""
        if letter.kind == "toast":
            return 0.0
        wait = self._pace.wait_for_chat(letter.chat, _messages(letter), now, edit=letter.kind == "edit")
        if wait > LONG:
            self._resting.add(letter.chat)
        return max(wait, self._pace.wait_in_bulk(now)) if letter.bulk else wait

    def _leaves(self, letter: Letter, now: float) -> None:
        journey = None
        if letter.kind != "toast":
            edit = letter.kind == "edit"
            journey = self._pace.leaves(letter.chat, _messages(letter), now, edit=edit, bulk=letter.bulk)
        self._left.add(letter.id)
        self._busy[letter.chat] = asyncio.create_task(self._deliver(letter, journey))

    async def _deliver(self, letter: Letter, journey: Journey | None) -> None:
        try:
            result = await send(self._service, self._messenger, letter)
        except Exception as failure:
            log.exception("a letter could not be sent", action="deliver", letter=letter.id)
            result = Result(letter, error=TryLater(type(failure).__name__))
        finally:
            if journey is not None:
                self._pace.arrived(journey, _moment())
        self._results.put_nowait(result)

    async def _record(self) -> None:
        """Results that came meanwhile are written together: one commit for many letters."""
        while True:
            results = [await self._results.get()]
            while not self._results.empty():
                results.append(self._results.get_nowait())
            while not await self._recorded(results):  # noqa: ASYNC110 - it waits for the database, not for us
                await asyncio.sleep(PAUSE.total_seconds())
            for one in results:
                self._busy.pop(one.letter.chat, None)
                self._results.task_done()
            self._rung.set()

    async def _recorded(self, results: Sequence[Result]) -> bool:
        try:
            await record(self._service, results)
        except Exception:
            # Until it is written the chat stays busy: a letter must not be sent twice by haste.
            log.exception("what was sent could not be written down", action="record", letters=len(results))
            return False
        return True


def _moment() -> float:
    """Seconds of a clock that nobody sets."""
    return asyncio.get_running_loop().time()


def _messages(letter: Letter) -> int:
    """How many messages the platform will count: each photo of an album is one."""
    with suppress(UnreadableLetter):
        return max(len(_content(letter).photos), 1) if letter.kind == "message" else 1
    return 1
