"""The queue of updates: long polling, confirming by offset, and what a test may do to the order."""

from __future__ import annotations

import asyncio
import json
import random
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .errors import conflict

LONGEST_POLL = 50  # seconds
KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "message_reaction", "message_reaction_count", "chat_boost", "removed_chat_boost",
)  # fmt: skip
_encoded = json.JSONEncoder(separators=(",", ":")).encode
UNASKED = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Update:
    """Its text is fixed when it happens: a message that is edited later is still told as it was."""

    id: int
    kind: str
    payload: str
    lane: tuple[str, int]  # a webhook keeps the order within a lane only

    def __str__(self) -> str:
        return f'{{"update_id":{self.id},"{self.kind}":{self.payload}}}'


class Updates:
    def __init__(self, first_id: int) -> None:
        self.pending: OrderedDict[int, Update] = OrderedDict()
        self.allowed = UNASKED
        self.delivered: deque[Update] = deque(maxlen=10_000)
        self.on_new: Callable[[], None] | None = None  # the webhook's, when there is one
        self._next_id = first_id
        self._repeats: list[Update] = []
        self._held = False
        self._newest_told = 0
        self._poll: tuple[int, asyncio.Future[list[Update]]] | None = None
        self._emptied: list[asyncio.Future[None]] = []  # who waits until everything is confirmed
        self._polled: list[asyncio.Future[None]] = []  # who waits until a bot waits

    def add(self, kind: str, payload: Any, lane: tuple[str, int]) -> int | None:
        """The id of the new update; None when the bot does not want this kind, for then it is dropped, not kept."""
        if kind not in self.allowed:
            return None
        update = Update(self._next_id, kind, _encoded(payload), lane)
        self._next_id += 1
        self.pending[update.id] = update
        self.wake()
        return update.id

    def wake(self) -> None:
        if self.on_new and not self._held:
            self.on_new()
        if self._poll:
            # Not at once: the parts of an album belong into one answer, as Telegram waits a millisecond.
            self._poll[1].get_loop().call_soon(self._answer_poll)

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Update]:
        """One getUpdates. The older of two pollers loses, as with Telegram."""
        self._confirm(offset)
        if batch := self._batch(limit):
            return batch
        if not timeout:
            return []
        self.stop_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        future: asyncio.Future[list[Update]] = asyncio.get_running_loop().create_future()
        self._poll = (limit, future)
        _ring(self._polled)
        try:
            return await asyncio.wait_for(future, min(timeout, LONGEST_POLL))
        except TimeoutError:
            return []
        finally:
            if self._poll and self._poll[1] is future:
                self._poll = None

    def stop_poll(self, reason: str) -> None:
        if self._poll and not self._poll[1].done():
            self._poll[1].set_exception(conflict(reason))
        self._poll = None

    def drop_poll(self) -> None:
        """Breaks the line of the bot that waits."""
        if self._poll:
            self._poll[1].cancel()

    def confirm(self, update: Update) -> None:
        """A webhook took this one."""
        if self.pending.pop(update.id, None):
            self.delivered.append(update)
        self._tell_if_empty()

    def clear(self) -> None:
        self.pending.clear()
        self._tell_if_empty()

    async def emptied(self, within: float) -> None:
        """Waits until the bot has confirmed everything."""
        if self.pending and not await _rung(self._emptied, within):
            first = str(next(iter(self.pending.values())))[:300]
            raise AssertionError(f"{len(self.pending)} updates not confirmed within {within} s: {first}")

    async def polled(self, within: float) -> None:
        """Waits until a bot waits for updates."""
        if not self._poll and not await _rung(self._polled, within):
            raise AssertionError(f"no bot asked for updates within {within} s")

    def repeat(self, which: int = -1) -> int:
        """Sends a confirmed update once more, under its old id; by id, or counted from the last (-1)."""
        if which < 0:
            update = self.delivered[which]
        else:
            update = next(update for update in reversed(self.delivered) if update.id == which)
        if self.on_new:
            self.pending[update.id] = update
        else:
            self._repeats.append(update)
        self.wake()
        return update.id

    def shuffle(self, seed: int) -> None:
        """Tells what is pending in another order; the ids still ascend, or confirming would lose some."""
        ids, told = list(self.pending), list(self.pending.values())
        random.Random(seed).shuffle(told)
        for update_id, update in zip(ids, told, strict=True):
            self.pending[update_id] = Update(update_id, update.kind, update.payload, update.lane)

    def mix_chats(self, seed: int) -> None:
        """As `shuffle`, but what happened in one chat is still told in its order.

        What the bot was told already keeps its number: confirming that would lose another.
        """
        fresh = [update for update in self.pending.values() if update.id > self._newest_told]
        mixed = in_their_order(fresh, _chat_of, random.Random(seed))
        for update_id, update in zip([one.id for one in fresh], mixed, strict=True):
            self.pending[update_id] = Update(update_id, update.kind, update.payload, update.lane)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is told inside; then everything comes at once."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self.wake()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.delivered.append(self.pending.popitem(last=False)[1])
        while self.pending and (first := next(iter(self.pending))) < offset:
            self.delivered.append(self.pending.pop(first))
        self._tell_if_empty()

    def _tell_if_empty(self) -> None:
        if not self.pending:
            _ring(self._emptied)

    def _batch(self, limit: int) -> list[Update]:
        if self._held or not (self.pending or self._repeats):
            return []
        batch = self._repeats[:limit]
        del self._repeats[:limit]
        for update in self.pending.values():
            if len(batch) >= limit:
                break
            batch.append(update)
            self._newest_told = max(self._newest_told, update.id)
        return batch

    def _answer_poll(self) -> None:
        if self._poll and not self._poll[1].done() and (batch := self._batch(self._poll[0])):
            self._poll[1].set_result(batch)
            self._poll = None


def in_their_order(told: list[Any], lane_of: Callable[[Any], object], dice: random.Random) -> list[Any]:
    """Another order of the whole, in which each lane keeps its own."""
    lanes: dict[object, deque[Any]] = {}
    for one in told:
        lanes.setdefault(lane_of(one), deque()).append(one)
    turns = [lane_of(one) for one in told]
    dice.shuffle(turns)
    return [lanes[lane].popleft() for lane in turns]


def _chat_of(update: Update) -> object:
    body = json.loads(update.payload)
    return body.get("message", body).get("chat", {}).get("id", update.lane)


async def _rung(bells: list[asyncio.Future[None]], within: float) -> bool:
    """Whether somebody rang within so many seconds."""
    bell = asyncio.get_running_loop().create_future()
    bells.append(bell)
    return bool((await asyncio.wait([bell], timeout=within))[0])


def _ring(bells: list[asyncio.Future[None]]) -> None:
    while bells:
        bell = bells.pop()
        if not bell.done():
            bell.set_result(None)
