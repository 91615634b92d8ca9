"""The district as its file describes it: settlements, localities, desks, hours and links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.appeals.durations import EIGHT_HOURS, FOUR_HOURS, ONE_DAY, TEN_DAYS, THREE_DAYS, TWO_DAYS, Duration
from bot.appeals.topics import Topic


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, WGS 84 degrees."""

    lat: float
    lon: float


# Closed rings of a border, as in GeoJSON: a point is inside when an odd number of rings hold it.
Area = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Locality:
    """A town or village; `name` is its bare name («Бабино»), `kind` the word before it («деревня»)."""

    name: str
    kind: str
    settlement: str
    aliases: tuple[str, ...] = ()
    point: Point | None = None
    streets: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settlement:
    """A municipal settlement; `code` is the short Latin name used in the file and in the database."""

    code: str
    name: str
    kind: str
    head: str
    localities: tuple[Locality, ...]
    area: Area = ()
    days_off: frozenset[date] = frozenset()

    @property
    def full_name(self) -> str:
        """«Булгаковское сельское поселение»."""
        return f"{self.name} {self.kind}"


@dataclass(frozen=True, slots=True)
class Desk:
    """Officials who answer: for a settlement (`topics` empty) or as a department for certain topics.

    `topics` holds topic codes or whole categories («roads»); `settlements` limits a department to
    some settlements, empty means all of them. What is None here is as in the rest of the district.
    """

    code: str
    name: str
    settlement: str | None = None
    topics: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    phone: str = ""
    hours: "WorkingHours | None" = None
    time_zone: ZoneInfo | None = None
    first_answer: Duration | None = None
    solution: Duration | None = None


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When officials work: weekdays 0 = Monday, local time; `lunch` is from when to when nobody does."""

    opens: time = time(9)
    closes: time = time(18)
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    days_off: frozenset[date] = frozenset()
    lunch: tuple[time, time] | None = None

    @property
    def length(self) -> timedelta:
        """Of an ordinary working day, without lunch."""
        day = _between(self.opens, self.closes)
        return day if self.lunch is None else day - _between(*self.lunch)


def _between(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses and numbers that the bot shows to residents.

    `dispatcher` is the district's duty dispatcher (ЕДДС), `region` whom to write to from outside the district; both
    may be empty.
    """

    policy: str
    portal: str
    emergency: str = "112"
    gas: str = "104"
    dispatcher: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A district next to ours and where its residents write: a phone, a link or words.

    `places` are its towns and villages that our residents name.
    """

    name: str
    contact: str
    area: Area = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeats:
    """When messages are about one thing: so near in metres and days; when many become one incident by themselves."""

    metres: int = 300
    days: int = 30
    incident_count: int = 5
    incident_minutes: int = 60


@dataclass(frozen=True, slots=True)
class DigestTime:
    """When the week's digest is sent: a weekday, 0 = Monday, and an hour of the local clock.

    With `month` that of the month comes too, on its first working day at the same hour.
    """

    weekday: int = 0
    hour: int = 9
    month: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """How long answers may take where neither the desk nor the topic says it.

    `plain` counts day and night by the clock on the wall, otherwise it is the desk's working time.
    """

    plain: bool = False
    first_answer: Duration = ONE_DAY
    solution: Duration = TEN_DAYS
    question: Duration = THREE_DAYS
    urgent_answer: Duration = FOUR_HOURS
    urgent_solution: Duration = TWO_DAYS


@dataclass(frozen=True, slots=True)
class Escalation:
    """After so much working time overdue the head of the settlement hears of it, then the coordinator."""

    head: Duration = EIGHT_HOURS
    coordinator: Duration = TWO_DAYS


@dataclass(frozen=True, slots=True)
class District:
    """Everything that the district file says, checked and complete."""

    name: str
    time_zone: ZoneInfo
    locale: str
    links: Links
    hours: WorkingHours
    settlements: tuple[Settlement, ...]
    desks: tuple[Desk, ...]
    topics: Mapping[str, Topic]
    terms: Terms = Terms()
    silence_days: int = 10
    repeats: Repeats = Repeats()
    digest: DigestTime = DigestTime()
    escalation: Escalation = Escalation()
    neighbours: tuple[Neighbour, ...] = ()
    consent_version: str = "1"
    _settlements: dict[str, Settlement] = field(init=False, repr=False, compare=False)
    _desks: dict[str, Desk] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_settlements", {one.code: one for one in self.settlements})
        object.__setattr__(self, "_desks", {one.code: one for one in self.desks})

    def settlement(self, code: str) -> Settlement:
        """Raises KeyError for a code that the file does not have."""
        return self._settlements[code]

    def desk(self, code: str) -> Desk:
        """Raises KeyError for a code that the file does not have."""
        return self._desks[code]

    def has_desk(self, code: str) -> bool:
        return code in self._desks

    def localities(self) -> Iterator[Locality]:
        for settlement in self.settlements:
            yield from settlement.localities
