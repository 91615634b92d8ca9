"""A district with real parts and fake messengers, whose clock stands until the story moves it."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.appeals.district import District
from bot.bells import Bells
from bot.calendar_ru import russian_calendar
from bot.dialogs.events import Person
from bot.dialogs.message import Phrase
from bot.photo_room import PhotoRoom
from bot.triage.reading import Triage
from bot.usecases.accept import AcceptUpdates
from bot.usecases.acting import Actor, expire_silent
from bot.usecases.binding import invite, serve
from bot.usecases.delivering import deliver_waiting
from bot.usecases.service import Service
from bot.usecases.store import Role, Transaction
from bot.usecases.wake import wake
from bot.usecases.working import handle_waiting
from bot.usecases.writing import Writer
from bot.words import Words
from storage.photo_files import PhotoFiles
from storage.store import SqlStore
from tests.pictures.photographs import encoded, street
from tests.usecases.messenger import FakeMessenger
from tests.usecases.people import Official, Resident

# For stories that no database could tell otherwise: the other one would only take time.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# A working Tuesday, ten in the morning in Moscow.
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)
POTHOLE = "В Бабино у магазина большая яма на дороге"
LAMP = "В Бабино у магазина не горит фонарь"


class World:
    """Everything of one process, driven by hand."""

    def __init__(self, engine: AsyncEngine, media: Path, district: District, triage: Triage) -> None:
        self.engine, self.media, self.now = engine, media, MORNING
        self.telegram, self.vk = FakeMessenger("telegram"), FakeMessenger("vk", same_id_once=True)
        self.messengers: dict[str, FakeMessenger] = {"telegram": self.telegram, "vk": self.vk}
        self.bells = Bells()
        self._numbers = itertools.count(1)
        self._in_use = {"telegram"}
        self.service = Service(
            store=SqlStore(engine),
            district=district,
            words=Words(district.locale, district.time_zone),
            triage=triage,
            photos=PhotoRoom(PhotoFiles(media)),
            messengers=self.messengers,
            clock=lambda: self.now,
            bell=self.bells,
            calendar=russian_calendar(),
        )
        self.accept = AcceptUpdates(self.service)

    def change(self, **parts: object) -> None:
        """The service with other parts, as after a restart with another setting."""
        self.service = replace(self.service, **parts)  # type: ignore[arg-type]
        self.accept = AcceptUpdates(self.service)

    def new_id(self) -> str:
        return str(next(self._numbers))

    def resident(self, name: str = "Анна", chat: str = "telegram:501") -> Resident:
        self._in_use.add(chat.partition(":")[0])
        return Resident(self, chat, Person(chat, name))

    async def neighbour(self, serial: int, name: str = "") -> Resident:
        """One of many, who has agreed already."""
        someone = self.resident(name or f"Житель{serial}", f"telegram:{7000 + serial}")
        async with self.service.store.transaction() as tx:
            resident = await tx.residents.of_chat(someone.chat, someone.person.name, self.now)
            await tx.residents.consent(resident.id, "1", self.now)
        return someone

    def official(self, name: str, chat: str, person: str) -> Official:
        self._in_use.add(chat.partition(":")[0])
        return Official(self, chat, Person(person, name), group=True)

    async def desk(self, desk: str, chat: str = "telegram:-100", name: str = "Иван") -> Official:
        """An official in a chat bound to the desk."""
        return await self.bound("desk", desk, chat, name)

    async def bound(self, role: Role, target: str, chat: str, name: str) -> Official:
        someone = self.official(name, chat, f"{chat.partition(':')[0]}:{len(name)}{len(target)}")
        async with self.service.store.transaction() as tx:
            await serve(tx, self.actor(tx), chat, role, target, someone.person, self.now)
        return someone

    async def invite(self, role: Role, target: str) -> str:
        return await invite(self.service.store, role, target, self.now)

    def actor(self, tx: Transaction) -> Actor:
        return Actor(self.service, tx, Writer(tx, self.service.words, self.now), self.now)

    def photo(self, seed: int, *, mended: bool = False) -> str:
        """A picture on every platform, by its ref."""
        ref = f"photo-{seed}{'-mended' if mended else ''}"
        data = encoded(street(seed, (320, 240), mended))
        for messenger in self.messengers.values():
            messenger.pictures[ref] = data
        return ref

    async def settle(self) -> None:
        """Handles, wakes and delivers until nothing more can be done at this moment."""
        while await handle_waiting(self.service) and await wake(self.service):
            pass
        # A letter that was refused on one platform may have become another on the next.
        while sum([await deliver_waiting(self.service, one) for one in self._in_use]) and len(self._in_use) > 1:
            pass

    async def later(self, **time: float) -> None:
        self.now += timedelta(**time)
        await wake(self.service)
        await self.settle()

    async def days_later(self, days: int) -> None:
        """Days pass, and the clock's own work is done."""
        self.now += timedelta(days=days)
        await wake(self.service)
        await expire_silent(self.service)
        await self.settle()

    async def rows(self, question: str, **values: object) -> Sequence[Mapping[str, object]]:
        async with self.engine.connect() as connection:
            return [dict(row) for row in (await connection.execute(text(question), values)).mappings()]

    async def execute(self, statement: str, **values: object) -> None:
        """Something that only a person with the database in their hands would do."""
        async with self.engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def one(self, question: str, **values: object) -> object:
        """The only value of the answer."""
        (row,) = await self.rows(question, **values)
        (value,) = row.values()
        return value

    async def everything(self) -> dict[str, list[str]]:
        """Every row of every table, as text: what somebody with the file would read."""
        async with self.engine.connect() as connection:
            names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            known = MetaData()
            await connection.run_sync(known.reflect)
            return {
                name: [str(tuple(row)) for row in await connection.execute(select(known.tables[name]))]
                for name in names
            }


class Stumbling:
    """The service's words, except for one phrase, which fails: in the middle of a transaction."""

    def __init__(self, world: World, phrase: str, failure: BaseException) -> None:
        self._words, self._phrase, self._failure = world.service.words, phrase, failure
        self.text = self._words.text
        self.stumbled = False

    def __call__(self, phrase: Phrase) -> str:
        if phrase.id == self._phrase:
            self.stumbled = True
            raise self._failure
        return self._words(phrase)
