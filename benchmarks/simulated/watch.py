"""Looks over the service's shoulder at every tick: reminders, the ladder and digests are as they were promised."""

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.due import due, is_overdue, occasion
from bot.dialogs.digest import digest_message
from bot.figures.counting import Figures
from bot.figures.period import Period, week_of
from bot.sheets.json_lines import JsonLines
from bot.usecases.digesting import Digesting
from bot.usecases.exporting import Exporting
from bot.usecases.writing import Writer
from bot.words import Words
from tests.usecases.messenger import Shown
from tests.usecases.people import Official
from tests.usecases.recounting import recounted
from tests.usecases.world import World

REMINDER, UP, DIGEST = "⏰", "⏰ Просрочено: №", "📊"


# An export writes hours with four digits.
_ROUNDED = timedelta(seconds=1)


def _alike(one: Figures, other: Figures) -> bool:
    """But for what the export has rounded."""
    plain = {"first_answer": None, "solution": None}
    times = ((one.first_answer, other.first_answer), (one.solution, other.solution))
    same = all(a == b if a is None or b is None else abs(a - b) < _ROUNDED for a, b in times)
    return same and replace(one, **plain) == replace(other, **plain)


@dataclass
class Watch:
    """`wrong` says what was not as promised; `seen` counts what was."""

    world: World
    desks: dict[str, Official]
    heads: dict[str, Official]
    coordinator: Official
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    _told: set[tuple[str, str, str]] = field(default_factory=set)
    _expected: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _read: Counter[str] = field(default_factory=Counter)
    _went_up: Counter[tuple[str, str]] = field(default_factory=Counter)
    _digests: Counter[tuple[str, str]] = field(default_factory=Counter)

    async def before(self) -> None:
        """What every desk should be reminded of now, by a book of our own."""
        self._expected = defaultdict(list)
        for one in await self._due():
            desk, working = self.desks[one.desk], self.world.service.desk_time(one.desk)
            what = occasion(one, self.world.now, working) if working.is_open(self.world.now) else ""
            if what and (one.number, desk.chat, what) not in self._told:
                self._expected[desk.chat].append((one.number, what))

    async def after(self) -> None:
        """What came of it."""
        news = {one.chat: list(self._news(one)) for one in self._everybody()}
        for desk in self.desks.values():
            self._reminded(desk, [one for one in news[desk.chat] if one.text.startswith(REMINDER)])
        for above in (*self.heads.values(), self.coordinator):
            self._heard(above, [one for one in news[above.chat] if one.text.startswith(REMINDER)])
            await self._summed_up(above, [one for one in news[above.chat] if one.text.startswith(DIGEST)])
        await self._reached_the_heads()

    def _everybody(self) -> list[Official]:
        return [*self.desks.values(), *self.heads.values(), self.coordinator]

    def _news(self, someone: Official) -> Iterator[Shown]:
        yield from someone.sees[self._read[someone.chat] :]
        self._read[someone.chat] = len(someone.sees)

    async def _due(self) -> list[Appeal]:
        async with self.world.service.store.reading() as tx:
            return await tx.reminders.due(self.world.now + timedelta(days=40))

    def _reminded(self, desk: Official, reminders: list[Shown]) -> None:
        code = next(code for code, one in self.desks.items() if one.chat == desk.chat)
        expected = self._expected.get(desk.chat, [])
        if reminders and not self.world.service.desk_time(code).is_open(self.world.now):
            self._note(f"a reminder in {desk.chat} outside its hours")
        if len(reminders) > 1:
            self._note(f"{len(reminders)} reminders at once in {desk.chat}")
        if reminders and not expected:
            self._note(f"a reminder in {desk.chat} of nothing new")
        if expected and not reminders:
            self._note(f"{desk.chat} was not reminded of {expected}")
        self._told |= {(number, desk.chat, what) for number, what in expected}
        self.seen["reminders"] += len(reminders)
        self.seen["occasions in them"] += len(expected)

    def _heard(self, above: Official, letters: list[Shown]) -> None:
        if letters and not self.world.service.desk_time().is_open(self.world.now):
            self._note(f"{above.chat} was told outside working hours")
        for one in letters:
            self.seen["letters up the ladder"] += 1
            if one.text.startswith(UP):
                number = one.text.split("№ ")[1].split(".")[0]
                self._went_up[above.chat, number] += 1
                if self._went_up[above.chat, number] > 1:
                    self._note(f"{above.chat} heard twice of {number}")

    async def _reached_the_heads(self) -> None:
        """Whatever is overdue long enough has gone up to the head."""
        service, now = self.world.service, self.world.now
        if not service.desk_time().is_open(now):
            return
        overdue = [one for one in await self._due() if is_overdue(one, now)]
        async with service.store.reading() as tx:
            told = await tx.reminders.escalated(now)
        for one in overdue:
            working, until = service.desk_time(one.desk), due(one)
            patience = service.district.escalation.head.working_time(working.hours.length)
            late = until is not None and working.between(until, now) >= patience
            if late and (one.number, "head") not in told:
                self._note(f"{one.number} is overdue and its head does not know")
        self.seen["most overdue at once"] = max(self.seen["most overdue at once"], len(overdue))

    async def _summed_up(self, above: Official, digests: list[Shown]) -> None:
        zone = self.world.service.district.time_zone
        for shown in digests:
            week = week_of(self.world.now.astimezone(zone).date()).before()
            kind = "week" if " за неделю " in shown.text.split("\n")[0] else "month"
            key = above.chat, f"{kind} {self.world.now:%Y-%m-%d}"
            self._digests[key] += 1
            self.seen[f"digests of a {kind}"] += 1
            if self._digests[key] > 1:
                self._note(f"{above.chat} got a {kind}'s digest twice")
            code = next((code for code, one in self.heads.items() if one.chat == above.chat), None)
            if kind == "week" and code:
                await self._equals_the_export(code, week, shown)

    async def _equals_the_export(self, code: str, week: Period, shown: Shown) -> None:
        """The letter says what the figures are, and the figures are what the export's rows come to."""
        service, now = self.world.service, self.world.now
        told = await Digesting(service.store, service.district, service.calendar).of_settlement(code, week, now)
        rows = [row for row in await self._exported() if row["settlement"] == code]
        mine = recounted(rows, *week.span(service.district.time_zone))
        if not _alike(told.now, mine):
            self._note(f"the digest of {code} for {week.first} differs from the export: {told.now} and {mine}")
        title = service.district.settlement(code).full_name
        async with service.store.reading() as tx:
            words, _ = Writer(tx, service.words, now).render(digest_message(told, title, service.district))
        if words != shown.text:
            self._note(f"the letter to {code} for {week.first} is not the digest")
        self.seen["weeks recounted from the export"] += 1

    async def _exported(self) -> list[dict[str, object]]:
        service, now = self.world.service, self.world.now
        file = io.BytesIO()
        words = Words(service.district.locale, service.district.time_zone)
        exporting = Exporting(service.store, service.district, words, service.calendar)
        start = date(now.year - 1, 12, 1)
        await exporting.export(start, now.astimezone(service.district.time_zone).date(), "plain", JsonLines(file), now)
        return [json.loads(line) for line in file.getvalue().splitlines()]

    def _note(self, what: str) -> None:
        self.wrong.append(f"{self.world.now:%Y-%m-%d %H:%M} {what}")
        self.seen["broken promises"] += 1
