"""A page that really runs on a loopback port, with a small bot behind it that answers whatever comes."""

import asyncio
import hashlib
import json
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fluent.runtime import FluentBundle, FluentResource
from PIL import Image, UnidentifiedImageError
from starlette.applications import Starlette

from bot.dialogs.events import BotAdded, ButtonPressed, KeptPhoto, LostPhoto, MessageEdited, MessageSent
from bot.handlers.web.app import web_app
from bot.handlers.web.demo import DemoChat, DemoScene
from bot.handlers.web.doors import Reception
from bot.handlers.web.live import Bell
from bot.handlers.web.outgoing import WebMessenger
from bot.usecases.platform import Cursor, Edit, KeyboardButton, Outgoing, Toast, Update
from storage.database import open_engine
from storage.metadata import metadata
from storage.reception import SqlReception
from storage.transcripts import SqlTranscripts

PAGE_WORDS = Path(__file__).parents[2] / "locales/ru/page.ftl"
OURS = {"X-Otklik": "page"}
SCENE = DemoScene(
    residents=(
        DemoChat("Анна", "resident-anna", group=False, person="Анна"),
        DemoChat("Иван Петрович", "resident-ivan", group=False, person="Иван Петрович"),
    ),
    desks=(
        DemoChat("Озерненское поселение", "desk-ozerny", group=True, person="Мария"),
        DemoChat("Дороги района", "desk-roads", group=True, person="Сергей"),
    ),
    heads=(DemoChat("Глава Озерненского", "head-ozerny", group=True, person="Глава"),),
)


@cache
def page_words() -> Mapping[str, str]:
    """Every message of the page's Fluent file."""
    bundle = FluentBundle(["ru"], use_isolating=False)
    bundle.add_resource(FluentResource(PAGE_WORDS.read_text()))
    words = {}
    for name in bundle._messages:
        pattern = bundle.get_message(name).value
        assert pattern is not None
        text, errors = bundle.format_pattern(pattern, {})
        assert not errors, (name, errors)
        words[name] = str(text)
    return words


class Shelf:
    """Photos in a folder: what opens as a picture is kept under its own hash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, data: bytes) -> KeptPhoto | LostPhoto:
        name = f"{hashlib.sha256(data).hexdigest()[:24]}.jpg"
        path = self._folder / name
        path.write_bytes(data)
        try:
            with Image.open(path) as image:
                image.load()
        except UnidentifiedImageError:
            path.unlink()
            return LostPhoto("not_a_photo")
        return KeptPhoto(name, fingerprint=name)

    async def open(self, file: str) -> bytes:
        return (self._folder / file).read_bytes()


@dataclass
class EchoBot:
    """Commits each key once, as the inbox does, and answers at once, as the outbox would a moment later."""

    messenger: WebMessenger
    cards: dict[str, str] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)
    broken: bool = False

    async def accept(self, updates: Sequence[Update], cursor: Cursor | None = None) -> None:
        if self.broken:
            raise RuntimeError("the database is away")
        for update in updates:
            if update.key not in {known.key for known in self.updates}:
                self.updates.append(update)
                await self._answer(update)

    async def _answer(self, update: Update) -> None:
        number = len(self.updates)
        match update.event:
            case MessageSent(sender=sender) as sent if update.group:
                await self._say(number, update.chat, f"Жителю уйдёт: «{sent.text}»", reply_to=sent.message)
            case MessageSent() as sent:
                keys = ((KeyboardButton("Отправить", "send"), KeyboardButton("Изменить место", "place")),)
                await self._say(number, update.chat, f"Поняли так: {sent.text}", keyboard=keys)
                for desk in self.cards.values():
                    take = ((KeyboardButton("Принять", "take"), KeyboardButton("Решено", "done")),)
                    await self._say(number, desk, f"Новое сообщение\n{sent.text}", keyboard=take)
            case MessageEdited(text=text):
                await self._say(number, update.chat, f"Исправили: {text}")
            case ButtonPressed(press=press, sender=sender, data=data, message=message):
                await self.messenger.toast(Toast(number, update.chat, press, sender.address, "Секунду…"))
                edit = Edit(number, update.chat, (str(message),), f"Нажали «{data}»")
                await self.messenger.edit(edit)
                if data == "take":
                    await self._say(number, update.chat, "напишите ответ жителю.", mention=sender)
            case BotAdded():
                await self._say(number, update.chat, "Пришлите сюда код приглашения.")
            case _:
                raise AssertionError(update.event)

    async def _say(self, number: int, chat: str, text: str, **more: Any) -> None:
        await self.messenger.send(Outgoing(number, chat, text, **more))


@dataclass
class RunningPage:
    """The page, and what stands behind it."""

    url: str
    bot: EchoBot
    transcripts: SqlTranscripts
    bell: Bell
    app: Starlette
    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx.AsyncClient]:
        """A visitor who has opened the resident's page."""
        async with httpx.AsyncClient(base_url=self.url, headers=OURS, timeout=60) as client:
            (await client.get("/")).raise_for_status()
            yield client


@asynccontextmanager
async def running_page(folder: Path, demo: DemoScene | None = None, **reception: Any) -> AsyncIterator[RunningPage]:
    """Starts the page on a free port with a database and photos in this folder; `reception` is what it can do more."""
    engine = open_engine(f"sqlite+aiosqlite:///{folder}/page.db")
    async with engine.begin() as connection:
        tables = [table for name, table in metadata.tables.items() if name.startswith("web_")]
        await connection.run_sync(metadata.create_all, tables=tables)
    shelf, bell, transcripts = Shelf(folder), Bell(), SqlTranscripts(engine)
    door = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{door.getsockname()[1]}"
    messenger = WebMessenger(transcripts, shelf.keep, bell, lambda: page.now)
    bot = EchoBot(messenger)
    app = web_app(
        accept=bot.accept,
        transcripts=transcripts,
        keep_photo=shelf.keep,
        open_photo=shelf.open,
        clock=lambda: page.now,
        bell=bell,
        words=page_words().__getitem__,
        district_name="Духовщинский район",
        demo=demo,
        reception=Reception(SqlReception(engine), **reception),
    )
    page = RunningPage(url, bot, transcripts, bell, app)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws="none", log_level="critical"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    try:
        yield page
    finally:
        bell.close()
        server.should_exit = True
        await serving
        await engine.dispose()


@dataclass
class Heard:
    """One server-sent event."""

    kind: str
    content: dict[str, Any]
    id: str


@asynccontextmanager
async def listening(
    client: httpx.AsyncClient, panes: str, after: str | None = None
) -> AsyncIterator[AsyncIterator[Heard]]:
    """The events of a stream, as a page hears them."""
    headers = {} if after is None else {"Last-Event-ID": after}
    async with client.stream("GET", f"/api/chat/{panes}/stream", headers=headers) as answer:
        answer.raise_for_status()
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[Heard]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        if line:
            fields[name] = value
        elif "data" in fields:
            yield Heard(fields["event"], json.loads(fields["data"]), fields.get("id", ""))
            fields = {}
        else:
            fields = {}
