"""The two fake platforms in processes of their own, spoken to with the same few words."""

import base64
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from benchmarks.processes import Started, started

LONGEST_CAPTION = 1024
WATCHING = 5.0


@dataclass(frozen=True, slots=True)
class Seen:
    """Something the bot did in a chat: «sent» or «edited» a message, «answered» a press with a `toast`."""

    kind: str
    chat: int
    message: int
    text: str
    buttons: tuple[str, ...]
    photos: int
    toast: str


class Platform:
    """One fake server; people and chats are named by the platform's own numbers."""

    name = ""

    def __init__(self, url: str, token: str, session: ClientSession) -> None:
        self.url, self.token, self._session = url, token, session

    async def do(self, verb: str, **arguments: Any) -> Any:
        """One command of the server's control. Raises AssertionError with the server's own words."""
        async with self._session.post(f"{self.url}/_control", json={"do": verb, **arguments}) as answer:
            body = await answer.json()
        assert body["ok"], f"{self.name}: {verb}: {body['error']}"
        return body["result"]

    async def person(self, name: str) -> int:
        return int((await self.do("user", name=name))["id"])

    async def group(self, title: str, members: Sequence[int]) -> int:
        return int((await self.do("group", title=title, members=list(members)))["id"])

    async def writes(
        self,
        who: int,
        text: str,
        photos: Sequence[bytes] = (),
        *,
        group: int | None = None,
        reply_to: int | None = None,
    ) -> None:
        raise NotImplementedError

    async def presses(self, who: int, label: str, message: int, group: int | None = None) -> None:
        await self.do("presses", who=who, label=label, on=message, **_place(group))

    async def seen(self) -> AsyncIterator[Seen]:
        """Everything the bot does, from the beginning, for ever."""
        moment = 0
        while True:
            told = await self.do("watch", after=moment, within=WATCHING)
            moment = told["moment"]
            for event in told["events"]:
                yield self._seen(event)

    def _seen(self, event: dict[str, Any]) -> Seen:
        raise NotImplementedError


class Telegram(Platform):
    name = "telegram"

    async def writes(
        self,
        who: int,
        text: str,
        photos: Sequence[bytes] = (),
        *,
        group: int | None = None,
        reply_to: int | None = None,
    ) -> None:
        """Words under a photo or an album where they fit, else after it."""
        place = _place(group) | ({"reply_to": reply_to} if reply_to else {})
        caption = text if len(text) <= LONGEST_CAPTION else ""
        if len(photos) == 1:
            await self.do("sends_photo", who=who, data=_text(photos[0]), caption=caption, **place)
        elif photos:
            await self.do("sends_album", who=who, photos=[_text(one) for one in photos], caption=caption, **place)
        if text and not (photos and caption):
            await self.do("writes", who=who, text=text, **place)

    def _seen(self, event: dict[str, Any]) -> Seen:
        message, press = event["message"] or {}, event["press"] or {}
        buttons = tuple(label for row in message.get("rows", ()) for label in row)
        text = message.get("text") or message.get("caption") or ""
        chat = int(message.get("chat") or press["who"])
        toast = (press.get("toast") or {}).get("text") or ""
        return Seen(event["kind"], chat, message.get("id", 0), text, buttons, message.get("photos", 0), toast)


class VK(Platform):
    name = "vk"

    async def group(self, title: str, members: Sequence[int]) -> int:
        """With «доступ ко всей переписке», as the installation asks for."""
        return int((await self.do("group", title=title, members=list(members), full_access=True))["id"])

    async def writes(
        self,
        who: int,
        text: str,
        photos: Sequence[bytes] = (),
        *,
        group: int | None = None,
        reply_to: int | None = None,
    ) -> None:
        place = _place(group) | ({"reply_to": reply_to} if reply_to else {})
        await self.do("writes", who=who, text=text, photos=[_text(one) for one in photos], **place)

    def _seen(self, event: dict[str, Any]) -> Seen:
        message = event["message"]
        buttons = tuple(label for row in message["rows"] for label in row)
        return Seen(
            event["kind"],
            message["chat"],
            message["id"],
            message["text"],
            buttons,
            message["photos"],
            event["toast"] or "",
        )


def _place(group: int | None) -> dict[str, Any]:
    return {} if group is None else {"in": group}


def _text(photo: bytes) -> str:
    return base64.b64encode(photo).decode()


@asynccontextmanager
async def both_platforms(folder: Path, *, limits: bool = False) -> AsyncIterator[tuple[Telegram, VK]]:
    """Both servers, without a journal, which would fill the memory; with `limits` they refuse whoever is too fast."""
    telegram = _server("telegram", folder, "--enforce-limits" if limits else "")
    vk = _server("vk", folder, "--limits" if limits else "")
    connections = TCPConnector(limit=0)
    session = ClientSession(connector=connections, timeout=ClientTimeout(total=60))
    async with session, telegram as first, vk as second:
        one, two = json.loads(first.said), json.loads(second.said)
        yield Telegram(one["url"], one["token"], session), VK(two["url"], two["token"], session)


def _server(name: str, folder: Path, option: str) -> AbstractAsyncContextManager[Started]:
    arguments = ["-m", f"tests.servers.{name}", "--no-journal", *([option] if option else [])]
    return started(arguments, ready=_is_json, log=folder / f"{name}.log")


def _is_json(line: str) -> bool:
    return line.startswith("{")
