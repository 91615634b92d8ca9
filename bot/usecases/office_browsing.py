"""Lists of the coordinator's desk: the database narrows them, words are looked for in a window of the newest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.dialogs.history import Entry
from bot.dialogs.resident.wording import settlement_name
from bot.usecases.office import Edge, Told, Wanted
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.visiting import Rights

A_PAGE = 30
# A search in words reads so many at the most: years of a district, and still a moment. Then it asks whether to go on.
A_WINDOW = 3000
# It reads them so many at a time, and stops when a page is full.
_AT_A_TIME = 1000
# More markers than that nobody can tell apart.
MOST_ON_MAP = 500

_NUMBER = re.compile(r"(?:№\s*)?(\d\d)-(\d{1,9})")
_SERIAL = re.compile(r"(?:№\s*)?(\d{1,9})")
_YEARS_BACK = 4
# Endings of Russian words: «яма», «ямы» and «яму» are one word to whoever searches.
_ENDING = re.compile(
    r"(?:иями|ами|ями|ого|его|ому|ему|ыми|ими|ией|ией|ов|ев|ей|ой|ий|ый|ая|яя|ое|ее|ые|ие|ую|юю|ом|ем|ам|ям|ах|ях|ую"
    r"|[аеиоуыьэюяй])$"
)
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `next` is where the next one begins, None at the end.

    `searched_to` tells how far back a search in words has looked, where that is not to the very beginning.
    """

    appeals: tuple[Appeal, ...]
    next: Edge | None = None
    searched_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Search:
    fitting: list[Told]
    next: Edge | None = None
    searched_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """One appeal with all its history, oldest first."""

    appeal: Appeal
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Browsing:
    """Reads for the pages; everybody sees only what their rights allow."""

    service: Service

    async def page(self, rights: Rights, wanted: Wanted, text: str = "", before: Edge | None = None) -> Page:
        """One page, the newest first; `text` is a number or words."""
        now = self.service.now()
        async with self.service.store.reading() as tx:
            if not text.strip():
                found = await tx.office.listed(rights, wanted, now, A_PAGE + 1, before)
                return Page(tuple(found[:A_PAGE]), _edge(found[A_PAGE - 1]) if len(found) > A_PAGE else None)
            numbers = _numbers(text, now.astimezone(self.service.district.time_zone).year)
            exact = await tx.office.numbered(rights, numbers) if numbers and before is None else []
            if exact:
                return Page(tuple(exact))
            search = await self._search(tx, rights, wanted, text, before)
            listed = await tx.office.by_ids([one.id for one in search.fitting[:A_PAGE]])
        return Page(tuple(listed), search.next, search.searched_to)

    async def one(self, rights: Rights, number: str) -> Opened | None:
        """None for one that there is not, and for one that is somebody else's."""
        async with self.service.store.reading() as tx:
            appeal = await tx.appeals.get(number)
            if appeal is None or not rights.sees(appeal):
                return None
            return Opened(appeal, tuple(await tx.appeals.history(appeal)))

    async def on_map(self, rights: Rights, wanted: Wanted) -> list[Appeal]:
        async with self.service.store.reading() as tx:
            return await tx.office.listed(rights, wanted, self.service.now(), MOST_ON_MAP)

    async def _search(
        self, tx: Transaction, rights: Rights, wanted: Wanted, text: str, before: Edge | None
    ) -> "_Search":
        """The newest that fit, as far back as a window reaches."""
        now, fitting, read = self.service.now(), [], 0
        while True:
            size = min(_AT_A_TIME, A_WINDOW - read)
            part = await tx.office.told(rights, wanted, now, size, before)
            fitting += self._fitting(part, text)
            read += len(part)
            if len(fitting) > A_PAGE:
                return _Search(fitting, _edge(fitting[A_PAGE - 1]))
            if len(part) < size:
                return _Search(fitting)
            before = _edge(part[-1])
            if read >= A_WINDOW:
                return _Search(fitting, before, part[-1].filed_at)

    def _fitting(self, window: Sequence[Told], text: str) -> list[Told]:
        """Those that hold every word, in whatever form."""
        stems = [stem(one) for one in plain(text).split()]
        begins = [re.compile(rf"(?<!\w){re.escape(one)}") for one in stems]
        places = {one.code: plain(one.full_name) for one in self.service.district.settlements}

        def fits(one: Told) -> bool:
            place = places.get(one.settlement) or plain(settlement_name(self.service.district, one.settlement))
            words = f"{plain(one.text)} {plain(one.where)} {place}"
            # To look for the letters first is many times faster than to look for a word.
            return all(one in words for one in stems) and all(one.search(words) for one in begins)

        return [one for one in window if fits(one)]


def plain(text: str) -> str:
    """As words are compared: «Ёлка» is «елка»."""
    return text.casefold().replace("ё", "е")


def stem(word: str) -> str:
    """The word without its ending; a short one stays as it is."""
    bare = word.strip(".,;:!?«»\"'()№")
    cut = _ENDING.sub("", bare)
    return cut if len(cut) >= _SHORTEST_STEM else bare or word


def _numbers(text: str, year: int) -> list[str]:
    """The public numbers that the words may mean: «26-00017», «№ 17», «17» of the last years."""
    whole, serial = _NUMBER.fullmatch(text.strip()), _SERIAL.fullmatch(text.strip())
    if whole:
        return [f"{whole[1]}-{int(whole[2]):05d}"]
    years = [(year - back) % 100 for back in range(_YEARS_BACK)] if serial else []
    return [f"{one:02d}-{int(serial[1]):05d}" for one in years] if serial else []


def _edge(appeal: Appeal | Told) -> Edge:
    return Edge(appeal.filed_at, appeal.id)
