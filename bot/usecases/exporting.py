"""Writes the appeals of some days into a table, a row an appeal, page by page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bot.appeals.desk_time import desk_time
from bot.appeals.district import District
from bot.appeals.record import Record
from bot.appeals.told import Told
from bot.appeals.working_time import StateCalendar, WorkingTime
from bot.dialogs.card import desk_name
from bot.dialogs.message import Phrase, say
from bot.dialogs.resident.wording import category_name, settlement_name, topic_name
from bot.figures.export import COLUMNS, NAMED, Cell, Coded, Named, Stretches, export_row
from bot.figures.incident import columns as incident_columns
from bot.figures.incident import incident_row
from bot.usecases.store import Store
from bot.usecases.table import Column, Sheet, Value
from bot.usecases.writing import Words

Layout = Literal["plain", "incident"]

_HOUR, _A_DAY = timedelta(hours=1), timedelta(days=1)
_NAME = "_name"
_WIDTHS = {
    "text": 60,
    "topic": 28,
    "settlement": 30,
    "desk": 28,
    "address": 24,
    "category": 18,
    "closing": 24,
    "paused": 24,
}
# A metre, in degrees.
_DEGREES = 5
_TIME_WIDTH, _INCIDENT_WIDTH = 19, 20


@dataclass(frozen=True, slots=True)
class Exporting:
    """`calendar` tells the days off of the state."""

    store: Store
    district: District
    words: Words
    calendar: StateCalendar

    async def export(
        self,
        first: date,
        last: date,
        layout: Layout,
        sheet: Sheet,
        now: datetime,
        wanted: Callable[[Record], bool] = bool,
    ) -> int:
        """What was filed on these local days, both included, as far as it is `wanted`; how many rows there are."""
        sheet.head(self._incident_head() if layout == "incident" else self._head(sheet))
        count = 0
        async with self.store.reading() as tx:
            async for page in tx.records.told(self._midnight(first), self._midnight(last + _A_DAY)):
                rows = [told for told in page if wanted(told.record)]
                for told in rows:
                    sheet.row(self._row(told, layout, sheet, now))
                count += len(rows)
        sheet.close()
        return count

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.district.time_zone)

    def _head(self, sheet: Sheet) -> list[Column]:
        found = []
        for key in COLUMNS:
            width = _TIME_WIDTH if key.endswith("_at") else _WIDTHS.get(key, 14)
            title = self.words(say(f"export-column-{key.replace('_', '-')}"))
            column = Column(key, title, width, _DEGREES if key in ("lat", "lon") else 2)
            found += [column, Column(key + _NAME, column.title)] if sheet.for_programs and key in NAMED else [column]
        return found

    def _incident_head(self) -> list[Column]:
        return [Column(one, one, _INCIDENT_WIDTH) for one in incident_columns()]

    def _row(self, told: Told, layout: Layout, sheet: Sheet, now: datetime) -> list[Value]:
        if layout == "incident":
            cells: Mapping[str, Cell] = incident_row(told, self._clock, self.district.name)
            return [self._shown(cell) for cell in cells.values()]
        cells = export_row(told.record, self._clock, now)
        if not sheet.for_programs:
            return [self._shown(cell) for cell in cells.values()]
        return [value for cell in cells.values() for value in self._coded(cell)]

    def _clock(self, desk: str) -> WorkingTime:
        return desk_time(self.district, desk, self.calendar)

    def _coded(self, cell: Cell) -> list[Value]:
        """For programs: codes stay codes, with the names of the district file beside them."""
        match cell:
            case Named(code=code):
                return [code, self._name(cell)]
            case Coded(code=code):
                return [code]
            case Stretches():
                return [self._stretches(cell, None, "/")]
        return [self._shown(cell)]

    def _shown(self, cell: Cell) -> Value:
        match cell:
            case Named():
                return self._name(cell)
            case Coded():
                return self._said(cell)
            case Stretches():
                return self._stretches(cell, "%d.%m.%Y %H:%M:%S", " — ")
            case datetime():
                return cell.astimezone(self.district.time_zone)
            case timedelta():
                # Finer than half a second: a median of these is the median of the digest.
                return round(cell / _HOUR, 4)
        return cell

    def _name(self, cell: Named) -> str:
        match cell.of:
            case "topic":
                return topic_name(self.district, cell.code)
            case "category":
                return category_name(self.district, cell.code)
            case "settlement":
                return settlement_name(self.district, cell.code)
            case "desk":
                return desk_name(self.district, cell.code)

    def _stretches(self, cell: Stretches, pattern: str | None, dash: str) -> str:
        """«16.11.2026 10:00:00 — 17.11.2026 9:00:00; …»; for programs intervals of ISO 8601."""

        def shown(moment: datetime | None) -> str:
            local = moment and moment.astimezone(self.district.time_zone)
            return (local.strftime(pattern) if pattern else local.isoformat()) if local else ""

        return "; ".join(f"{shown(start)}{dash}{shown(end)}".rstrip() for start, end in cell.all)

    def _said(self, cell: Coded) -> str:
        if not cell.code:
            return ""
        try:
            return self.words(_phrase(cell))
        except KeyError:
            # A code that an older version wrote.
            return cell.code


def _phrase(cell: Coded) -> Phrase:
    code = cell.code.replace("_", "-")
    match cell.family:
        case "status":
            return say(f"status-{code}")
        case "urgent":
            return say(f"alarm-mark-{code}")
        case "kind":
            return say(f"export-kind-{code}")
        case "timely":
            return say(f"export-timely-{code}")
        case "result":
            return say(f"export-result-{code}")
        case "rating":
            return say(f"export-rating-{code}")
        case "closing":
            return say(f"export-closing-{code}")
        case "platform":
            return say(f"export-platform-{code}")
