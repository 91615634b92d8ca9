"""The list of appeals: all that narrows it stands in the address, so that a list can be sent to a colleague."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.appeals.due import is_overdue
from bot.handlers.web.office.door import for_visitors, token
from bot.handlers.web.office.room import office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.office import Edge, Standing, Wanted
from bot.usecases.office_browsing import Browsing
from bot.usecases.visiting import Rights

LONGEST_SEARCH = 100
EVERYTHING_OPEN = Wanted()
STANDINGS: tuple[Standing, ...] = get_args(Standing)
DONE = ("accept", "answer", "ask", "solve", "explain", "transfer", "retopic", "extend", "decline", "note")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address."""

    wanted: Wanted = EVERYTHING_OPEN
    text: str = ""
    first: date | None = None
    last: date | None = None
    before: Edge | None = None

    def query(self, **changed: object) -> str:
        """The address of the same list with some of it changed; a changed list begins at its first page."""
        wanted = self.wanted
        fields: dict[str, object] = {
            "q": self.text,
            "status": "" if wanted.standing == "open" else wanted.standing,
            "settlement": wanted.settlement,
            "desk": wanted.desk,
            "topic": wanted.topic,
            "overdue": "1" if wanted.overdue else "",
            "urgent": "1" if wanted.urgent else "",
            "from": self.first or "",
            "to": self.last or "",
        }
        return urlencode({name: str(one) for name, one in (fields | changed).items() if one})

    @property
    def narrowed(self) -> bool:
        return bool(self.text) or self.wanted != EVERYTHING_OPEN

    @property
    def overdue_only(self) -> bool:
        """The tab of what is late, without any condition beside it."""
        return not self.text and self.wanted == replace(EVERYTHING_OPEN, overdue=True)


def asked_in(query: Mapping[str, str], district: District) -> Asked:
    """Whatever is not understood is as if it were not there."""
    standing: Standing = next((one for one in STANDINGS if one == query.get("status")), "open")
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    settlements = {one.code for one in district.settlements}
    wanted = Wanted(
        standing=standing,
        settlement=_known(query.get("settlement", ""), settlements),
        desk=query.get("desk", "") if district.has_desk(query.get("desk", "")) else "",
        topic=_known(query.get("topic", ""), set(district.topics)),
        overdue=query.get("overdue") == "1",
        urgent=query.get("urgent") == "1",
        first=_midnight(first, district) if first else None,
        end=_midnight(last + timedelta(days=1), district) if last else None,
    )
    text = " ".join(query.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    return Asked(wanted, text, first, last, _edge(query.get("before", "")))


def _known(code: str, codes: set[str]) -> str:
    return code if code in codes else ""


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def _midnight(day: date, district: District) -> datetime:
    return datetime.combine(day, time(), district.time_zone)


def edge_text(edge: Edge) -> str:
    """«microseconds.id», as it stands in an address."""
    return f"{(edge.filed_at - _EPOCH) // _MICROSECOND}.{edge.id}"


def _edge(text: str) -> Edge | None:
    micros, _, number = text.partition(".")
    if not (micros.isdecimal() and number.isdecimal() and len(micros) < 17 and len(number) < 19):
        return None
    return Edge(_EPOCH + int(micros) * _MICROSECOND, int(number))


@for_visitors
async def listing(request: Request, visitor: Visitor) -> Response:
    """GET /: a page of appeals, the newest first."""
    room = office_of(request)
    asked = asked_in(request.query_params, room.service.district)
    found = await Browsing(room.service).page(visitor.rights, asked.wanted, asked.text, asked.before)
    now = room.service.now()

    def overdue(appeal: Appeal) -> bool:
        return is_overdue(appeal, now)

    return page(
        request,
        "listing.html",
        visitor,
        asked=asked,
        found=found,
        overdue=overdue,
        next=asked.query(before=edge_text(found.next)) if found.next else "",
        choices=choices(room.service.district, visitor.rights),
        tabs=_tabs(asked),
        done=_done(request),
        token=token(request),
    )


def choices(district: District, rights: Rights) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer; a list of one is no choice."""
    settlements = [(one.code, one.full_name) for one in district.settlements]
    desks = [(one.code, one.name) for one in district.desks]
    if not rights.everything:
        settlements = [one for one in settlements if one[0] in rights.settlements] if not rights.desks else settlements
        desks = [one for one in desks if one[0] in rights.desks] if not rights.settlements else desks
    topics = [(code, one.name) for code, one in district.topics.items()]
    return {
        "settlement": settlements if len(settlements) > 1 else [],
        "desk": desks if len(desks) > 1 else [],
        "topic": sorted(topics, key=lambda one: one[1]),
    }


def _tabs(asked: Asked) -> list[tuple[str, str, bool]]:
    """The lists that are asked for most: words, address, whether it is this one. The place filters stay."""
    calm = replace(asked, text="", wanted=replace(asked.wanted, standing="open", overdue=False, urgent=False))
    wanted = asked.wanted
    plain = not (wanted.overdue or wanted.urgent)
    return [
        ("open", calm.query(), plain and wanted.standing == "open"),
        ("overdue", calm.query(overdue="1"), wanted.overdue),
        ("urgent", calm.query(urgent="1"), wanted.urgent and not wanted.overdue),
        ("asked", calm.query(status="asked"), plain and wanted.standing == "asked"),
        ("answered", calm.query(status="answered"), plain and wanted.standing == "answered"),
        ("closed", calm.query(status="closed"), plain and wanted.standing == "closed"),
        ("all", calm.query(status="all"), plain and wanted.standing == "all"),
    ]


def _done(request: Request) -> tuple[str, str] | None:
    """What was done on the page before: an action and a number."""
    action, _, number = request.query_params.get("done", "").partition(".")
    return (action, number[:15]) if action in DONE and number.replace("-", "").isdecimal() else None
