"""What every use-case works with: the district, the words, triage and the photos; made once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.appeals.deadlines import Case, Deadlines, deadlines, resumed
from bot.appeals.desk_time import desk_time
from bot.appeals.district import District
from bot.appeals.status import Status
from bot.appeals.working_time import NO_CALENDAR, StateCalendar, WorkingTime
from bot.dialogs.digest_chart import Chart, DistrictChart
from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.triage.reading import Triage
from bot.triage.sameness import Told
from bot.usecases.hearing import Ears, NoEars
from bot.usecases.measuring import Measures, Unmeasured
from bot.usecases.platform import Clock, Messenger
from bot.usecases.store import Store
from bot.usecases.writing import Words


class NoRoom(Exception):
    """The disk takes no file now; the same may be tried again when it does."""


class Photos(Protocol):
    """Our own photo files: cleaned on the way in, drawn together on the way out. What writes may raise NoRoom."""

    async def keep(self, data: bytes) -> KeptPhoto | LostPhoto:
        """Cleans and keeps a picture from outside."""

    async def open(self, file: str) -> bytes:
        """Raises FileNotFoundError."""

    async def remove(self, file: str, untouched: datetime) -> bool:
        """Whether it is gone; it stays if it was written, or written again, since then."""

    async def old(self, part: int, before: datetime) -> list[str]:
        """Files of one part of the folder that were written before that; the parts come round again."""

    async def collage(self, before: tuple[bytes, ...], after: tuple[bytes, ...], words: "CollageWords") -> str:
        """Draws «до/после» and keeps it; the name of the file."""

    async def digest(self, chart: Chart | DistrictChart, words: Words) -> str:
        """Draws a digest's picture and keeps it; the name of the file."""

    def looks_same(self, first: str, second: str) -> bool:
        """Whether two fingerprints belong to the same picture."""


@dataclass(frozen=True, slots=True)
class CollageWords:
    """What stands on the picture."""

    before: str
    after: str
    title: str


class Likeness(Protocol):
    """Tells whether two messages are about the same; `bot.triage.sameness` is one."""

    def score(
        self, first: Told, second: Told, *, minutes_apart: float, metres_apart: float | None, first_status: Status
    ) -> float:
        """From 0 to 1; `first` is the earlier one and stands as `first_status` says."""


class Bell(Protocol):
    """Tells the other loops that there is work, so that nobody waits for the next look."""

    def ring(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Service:
    """`quiet` is how long a draft waits for more, `recall` how long a letter to a resident can be taken back,
    `keep_contacts` after how long a silent resident is forgotten.

    Without `sameness` nothing is ever known already; with `open_figures` there is a public page.
    """

    store: Store
    district: District
    words: Words
    triage: Triage
    photos: Photos
    messengers: Mapping[str, Messenger]
    clock: Clock
    bell: Bell
    calendar: StateCalendar = NO_CALENDAR
    quiet: timedelta = timedelta(seconds=1.5)
    recall: timedelta = timedelta(seconds=20)
    sameness: Likeness | None = None
    open_figures: bool = False
    keep_contacts: timedelta = timedelta(days=365)
    public_url: str = ""
    measures: Measures = field(default_factory=Unmeasured)
    ears: Ears = field(default_factory=NoEars)

    def now(self) -> datetime:
        return self.clock()

    def deadlines(self, case: Case, start: datetime) -> Deadlines:
        """Until when the first answer and the solution are due, in UTC."""
        return deadlines(self.district, case, start, self.calendar)

    def resumed(self, desk: str, due: datetime, asked_at: datetime, now: datetime) -> datetime:
        """The deadline after the clock stood since `asked_at`, in UTC."""
        return resumed(self.district, desk, due, asked_at, now, self.calendar)

    def desk_time(self, desk: str = "") -> WorkingTime:
        """When the desk works; without one, when the district does."""
        return desk_time(self.district, desk, self.calendar)

    def works_on(self, day: date) -> bool:
        """Whether the district works on that day."""
        return self.desk_time().works_on(day)

    def messenger(self, chat: str) -> Messenger | None:
        """The one that serves the chat's platform, None where that platform is switched off."""
        return self.messengers.get(chat.partition(":")[0])
