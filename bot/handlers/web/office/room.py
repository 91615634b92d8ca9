"""What the pages of the desk are given, and how any of them is rendered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, Literal, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.appeals.appeal import Appeal
from bot.dialogs.card import desk_name, first_name, full_place
from bot.dialogs.message import Phrase, say
from bot.dialogs.resident.wording import category_name, place_name, settlement_name, status_phrase, topic_name
from bot.handlers.web.allowance import Allowance
from bot.usecases.entering import Entering, Visitor
from bot.usecases.exporting import Layout
from bot.usecases.service import Service
from bot.usecases.table import Sheet

HERE = Path(__file__).parent
OpenSheet = Callable[[BinaryIO, Literal["csv", "xlsx"], Layout, str], Sheet]
Said = str | int | date | datetime | Phrase
_pages = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class OfficeRoom:
    """`tiles` is the address template of map tiles («https://…/{z}/{x}/{y}.png»), empty for a map without them.

    `credit` is whose they are; `secure` sends the cookie over https alone.
    """

    service: Service
    open_sheet: OpenSheet
    tiles: str = ""
    credit: str = ""
    secure: bool = False
    allowance: Allowance = field(default_factory=lambda: Allowance(size=60, seconds=20.0))

    @property
    def entering(self) -> Entering:
        return Entering(self.service)

    def words(self, message_id: str, **args: Said) -> str:
        return self.service.words(say(message_id, **args))


@dataclass
class Shut(Exception):
    """Nobody came in: the page of the door is shown, with these words and with what was written and not sent."""

    words: str = "office-door-shut"
    status: int = 401
    unsent: str = ""


@dataclass
class Trouble(Exception):
    """A kind page instead of what was asked for."""

    status: int
    words: str


def office_of(request: Request) -> OfficeRoom:
    return cast(OfficeRoom, request.app.state.office)


def page(
    request: Request, template: str, visitor: Visitor | None = None, status: int = 200, **given: object
) -> Response:
    """A page of the desk, with the names that all of them use."""
    room = office_of(request)
    service = room.service
    html = _pages.get_template(template).render(
        words=room.words,
        say=service.words,
        district=service.district,
        visitor=visitor,
        path=request.url.path,
        now=service.now(),
        names=Names(room),
        **given,
    )
    return HTMLResponse(html, status_code=status)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, for the templates."""

    room: OfficeRoom

    def topic(self, code: str) -> str:
        return topic_name(self.room.service.district, code)

    def category(self, code: str) -> str:
        return category_name(self.room.service.district, code)

    def desk(self, code: str) -> str:
        return desk_name(self.room.service.district, code)

    def settlement(self, code: str) -> str:
        return settlement_name(self.room.service.district, code)

    def place(self, appeal: Appeal) -> str:
        return place_name(self.room.service.district, appeal.place)

    def whole_place(self, appeal: Appeal) -> str:
        return full_place(self.room.service.district, appeal.place)

    def status(self, appeal: Appeal) -> str:
        return self.room.service.words(status_phrase(appeal))

    def due_title(self, appeal: Appeal) -> str:
        """The id of what the deadline that runs now is of."""
        return "office-due-at" if appeal.awaits_first_answer else "office-solve-at"

    def author(self, appeal: Appeal) -> str:
        """A first name, and nothing else of whoever wrote."""
        return first_name(appeal.author)

    def day(self, moment: datetime) -> str:
        """«24.11.2026», by the district's clock."""
        return moment.astimezone(self.room.service.district.time_zone).strftime("%d.%m.%Y")

    def time(self, moment: datetime) -> str:
        """«24.11.2026, 10:05»."""
        return moment.astimezone(self.room.service.district.time_zone).strftime("%d.%m.%Y, %H:%M")

    def iso(self, moment: datetime) -> str:
        return moment.astimezone(self.room.service.district.time_zone).isoformat(timespec="minutes")
