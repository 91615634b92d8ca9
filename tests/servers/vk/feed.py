"""Events of the community: the numbered queue behind the Bots Long Poll."""

import asyncio
import contextlib
import json
import random
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import web

from tests.servers.vk.state import Signal

Json = dict[str, Any]

_NAMES = """
audio_new board_post_delete board_post_edit board_post_new board_post_restore
donut_money_withdraw donut_money_withdraw_error donut_subscription_cancelled donut_subscription_create
donut_subscription_expired donut_subscription_price_changed donut_subscription_prolonged group_change_photo
group_change_settings group_join group_leave group_officers_edit lead_forms_new like_add like_remove
market_comment_delete market_comment_edit market_comment_new market_comment_restore market_order_edit
market_order_new message_allow message_deny message_edit message_event message_new message_reaction_event
message_read message_reply message_typing_state photo_comment_delete photo_comment_edit photo_comment_new
photo_comment_restore photo_new poll_vote_new user_block user_unblock video_comment_delete video_comment_edit
video_comment_new video_comment_restore video_new wall_post_new wall_reply_delete wall_reply_edit wall_reply_new
wall_reply_restore wall_repost wall_schedule_post_delete wall_schedule_post_new"""
EVENTS = tuple(_NAMES.split())

USUAL = frozenset({"message_new", "message_edit", "message_event", "message_allow", "message_deny"})
LONGEST_WAIT = 90


class Feed:
    """Keeps every event as the bytes it is sent in; the ts of the first one is 2."""

    def __init__(self, community: int, version: str) -> None:
        self.community, self.version = community, version
        self.enabled = set(USUAL)
        self.long_poll_on = True
        self.batch = 100
        self.keep: int | None = None  # how many old events can still be asked for; None means all
        self.listeners: list[Callable[[Json], None]] = []
        self.happened = Signal()
        self.polled = Signal()  # fires when a poll finds nothing and begins to wait
        self.closing = False
        self.key = secrets.token_hex(20)
        self._events: list[bytes] = []
        self._first = 1
        self._held: list[Json] | None = None
        self._failures: list[int] = []

    @property
    def ts(self) -> int:
        return self._first + len(self._events)

    def put(self, kind: str, body: Json) -> None:
        event = {"group_id": self.community, "type": kind, "event_id": secrets.token_hex(20), "v": self.version}
        event["object"] = body
        if self._held is None:
            self._release(event)
        else:
            self._held.append(event)

    def _release(self, event: Json) -> None:
        if event["type"] in self.enabled:
            self._events.append(json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode())
        for listener in self.listeners:
            listener(event)
        self.happened.fire()

    @contextlib.contextmanager
    def reversed(self) -> Iterator[None]:
        """Events put inside come out afterwards, the last one first."""
        self._held = []
        try:
            yield
        finally:
            held, self._held = self._held, None
            for event in reversed(held):
                self._release(event)

    def hold(self) -> None:
        """From now on what happens is not told, until it is let go."""
        self._held = []

    def let_go(self, dice: random.Random) -> None:
        """What was held comes out with the chats mixed; what happened in one of them stays in its order."""
        held, self._held = self._held or [], None
        lanes: dict[object, list[Json]] = {}
        for event in held:
            lanes.setdefault(_chat_of(event), []).append(event)
        turns = [_chat_of(event) for event in held]
        dice.shuffle(turns)
        for lane in turns:
            self._release(lanes[lane].pop(0))

    def repeat(self, count: int = 1) -> None:
        """The last `count` events come once more, with the same event_id."""
        for event in [json.loads(raw) for raw in self._events[-count:]]:
            self._release(event)

    def fail(self, code: int, times: int = 1) -> None:
        """Order the next polls to answer failed 1 (old ts), 2 (key expired) or 3 (information lost)."""
        self._failures += [code] * times
        self.happened.fire()

    def lose(self) -> None:
        """All events not yet fetched are gone, and so is the numbering (VK answers failed 3)."""
        self._events.clear()
        self._first = secrets.randbelow(10**6) + 10**6
        self.key = secrets.token_hex(20)
        self.fail(3)

    def close(self) -> None:
        self.closing = True
        self.happened.fire()

    async def check(self, query: dict[str, str]) -> bytes:
        """One a_check: the events after `ts`, or an empty list when `wait` seconds have passed."""
        wait = min(float(query.get("wait") or 25), LONGEST_WAIT)
        if broken := self._broken(query):
            return broken
        start = int(query["ts"]) - self._first
        if start >= len(self._events) and not self.closing:
            await self._next_event(wait, start)
            if broken := self._broken(query):
                return broken
        fresh = self._events[start : start + self.batch]
        return b'{"ts":"%d","updates":[%b]}' % (self._first + start + len(fresh), b",".join(fresh))

    async def _next_event(self, wait: float, start: int) -> None:
        """Events of a kind that is switched off wake the poll too, so wait again until there is something to give."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + wait
        self.polled.fire()
        while start >= len(self._events) and not self.closing and not self._failures:
            if not await self.happened.wait(deadline - clock()):
                return

    def _broken(self, query: dict[str, str]) -> bytes | None:
        if self._failures:
            return self._failure(self._failures.pop(0))
        if query.get("key") != self.key:
            return b'{"failed":2}'
        ts = query.get("ts", "")
        if not ts.isdigit() or not self._oldest() <= int(ts) <= self.ts:
            return self._failure(1)
        return None

    def _oldest(self) -> int:
        return self._first if self.keep is None else max(self._first, self.ts - self.keep)

    def _failure(self, code: int) -> bytes:
        if code == 1:
            return b'{"failed":1,"ts":"%d"}' % self.ts
        self.key = secrets.token_hex(20)
        return b'{"failed":%d}' % code


def _chat_of(event: Json) -> object:
    body = event["object"]
    return body.get("message", body).get("peer_id", body.get("user_id"))


async def poll(feed: Feed, request: web.BaseRequest) -> web.Response:
    query = dict(request.query)
    if query.get("act") != "a_check":
        return web.Response(status=400, text="bad act")
    return web.Response(body=await feed.check(query), content_type="application/json", charset="utf-8")
