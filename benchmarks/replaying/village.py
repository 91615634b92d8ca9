"""Everybody of a replay on both platforms: desks with their chats, residents, and who hands them what the bot does."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from benchmarks.platforms import Platform
from benchmarks.replaying.book import Book
from benchmarks.replaying.desks import DeskChat
from benchmarks.replaying.messages import Case
from benchmarks.replaying.residents import Resident
from benchmarks.replaying.wording import Wording
from bot.appeals.district import District

MESSAGES_EACH = 2
OFFICIALS = ("Ольга", "Иван", "Сергей")
RESIDENTS = ("Анна", "Пётр", "Мария", "Николай", "Галина", "Виктор", "Елена", "Юрий")
# Seconds for what the bot has said last to be handed out.
FAREWELL = 1.0


class Village:
    """Desks have a chat on each platform; every second message is written on the other one."""

    def __init__(self, desks: Sequence[DeskChat], residents: Sequence[Resident], book: Book) -> None:
        self.desks, self.residents, self._book = desks, residents, book
        everybody: list[DeskChat | Resident] = [*desks, *residents]
        self._everybody = {one.address: one for one in everybody}
        self._tasks: list[asyncio.Task[None]] = []

    async def bind(self, codes: Mapping[tuple[str, str], str]) -> None:
        """Sends each chat its code, by (platform, desk). Raises TimeoutError."""
        for desk in self.desks:
            self._tasks.append(asyncio.create_task(self._living(desk)))
        await asyncio.gather(*(one.bind(codes[one.platform.name, one.desk]) for one in self.desks))

    def write(self) -> None:
        """All residents begin at once."""
        self._tasks += [asyncio.create_task(self._living(one)) for one in self.residents]

    @asynccontextmanager
    async def watching(self, platforms: Sequence[Platform]) -> AsyncIterator[None]:
        self._tasks += [asyncio.create_task(self._hand_out(one)) for one in platforms]
        try:
            yield
            await asyncio.sleep(FAREWELL)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _hand_out(self, platform: Platform) -> None:
        async for seen in platform.seen():
            self._book.happened += 1
            if somebody := self._everybody.get(f"{platform.name}:{seen.chat}"):
                somebody.hears(seen)

    async def _living(self, one: Resident | DeskChat) -> None:
        try:
            await one.run()
        except Exception as error:
            self._book.trouble(f"{one.address} could not go on: {type(error).__name__}: {error}"[:400])


async def settle(platforms: Sequence[Platform], district: District, cases: Sequence[Case], book: Book) -> Village:
    """Makes everybody's accounts and groups."""
    wording = Wording(district)
    desks: list[DeskChat] = []
    residents: list[Resident] = []
    for takes, platform in enumerate(platforms):
        for desk in district.desks:
            officials = [await platform.person(one) for one in OFFICIALS]
            group = await platform.group(desk.name, officials)
            desks.append(DeskChat(platform, desk.code, group, officials, takes, wording, book))
        own = cases[takes :: len(platforms)]
        for first in range(0, len(own), MESSAGES_EACH):
            who = await platform.person(RESIDENTS[len(residents) % len(RESIDENTS)])
            residents.append(Resident(platform, who, own[first : first + MESSAGES_EACH], wording, book))
    return Village(desks, residents, book)
