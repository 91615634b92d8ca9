"""An appeal: one problem, question or thanks of a resident, with its public number and its state."""

from dataclasses import dataclass
from datetime import datetime

from bot.appeals.district import Point
from bot.appeals.status import Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: a settlement always, a locality and words or a pin when they are known."""

    settlement: str
    locality: str | None = None
    address: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo kept as our own file; `fingerprint` tells the same picture when it is sent again."""

    file: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """What the desk's card and the resident's list are drawn from; `id` is the database's own key.

    `urgent` is the code of a danger; `details` what was masked in `text` and its author lets the desk see;
    `incident_at` when it became the one card of many messages, `merged` the number of that card for the others.
    `repeated` counts all who wrote about it, `others` are the newest words of those who joined; of all of them `voted`
    have rated the answer and `satisfied` are content.
    Of the deadlines `due_at` is the one that runs now: first that of the first answer, then that of the solution, and
    both anew when it is opened again; `answer_due_at` stays what it was for the first answer of all. While the resident
    is asked, since `asked_at`, the clock stands. `accepted_from` is the address of whoever accepted it.
    """

    id: int
    number: str
    resident: int
    topic: str
    place: Place
    text: str
    desk: str
    status: Status
    filed_at: datetime
    due_at: datetime
    answer_due_at: datetime
    solve_due_at: datetime
    before: tuple[Photo, ...] = ()
    after: tuple[Photo, ...] = ()
    author: str = ""
    accepted_by: str = ""
    accepted_from: str = ""
    asked_at: datetime | None = None
    question: str = ""
    result: str = ""
    rating: str = ""
    closing: str = ""
    first_answer_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    reopened: int = 0
    repeated: int = 1
    undelivered: str = ""
    additions: int = 0
    kind: str = "complaint"
    urgent: str = ""
    details: str = ""
    incident_at: datetime | None = None
    merged: str = ""
    others: tuple[str, ...] = ()
    voted: int = 0
    satisfied: int = 0

    @property
    def awaits_first_answer(self) -> bool:
        """Whether the deadline that runs now is that of the first answer, since the filing or the reopening."""
        return self.first_answer_at is None or self.due_at < self.solve_due_at


def appeal_number(year: int, serial: int) -> str:
    """The public number: two digits of the year and the district's running number, `26-00017`."""
    return f"{year % 100:02d}-{serial:05d}"
