"""One appeal with everything that happened to it, its photos, and the forms of what can be done now."""

import re
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from bot.appeals.appeal import Appeal, Photo
from bot.appeals.due import is_overdue
from bot.appeals.status import Action, next_status
from bot.dialogs.card import map_link
from bot.dialogs.history import Entry, line
from bot.dialogs.message import Phrase
from bot.handlers.web.office.door import for_visitors, sealed, token
from bot.handlers.web.office.room import OfficeRoom, Trouble, office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.office_acting import ACTIONS, REASONS, WITH_PHOTOS, DeskActing
from bot.usecases.office_browsing import Browsing, Opened

NUMBER = re.compile(r"\d\d-\d{5,9}", re.ASCII)
# Of the words of an entry: more nobody writes.
WHOLE = 20_000
FILE = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has written into a form, so that it is there again."""

    action: Action | None = None
    text: str = ""
    arg: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says before anything else: trouble with the form, or what happened meanwhile."""

    wrong: Phrase | None = None
    news: tuple[Entry, ...] = ()
    typed: Typed = field(default_factory=Typed)


@for_visitors
async def appeal(request: Request, visitor: Visitor) -> Response:
    """GET /a/<number>."""
    return shown(request, visitor, await opened(request, visitor), Said())


async def opened(request: Request, visitor: Visitor) -> Opened:
    """The appeal of the address; another's and none at all are the same. Raises Trouble."""
    number = request.path_params["number"]
    found = None
    if NUMBER.fullmatch(number):
        found = await Browsing(office_of(request).service).one(visitor.rights, number)
    if found is None:
        raise Trouble(404, "office-trouble-no-appeal")
    return found


def shown(request: Request, visitor: Visitor, found: Opened, said: Said, status: int = 200) -> Response:
    room = office_of(request)
    appeal = found.appeal
    done = request.query_params.get("done", "")
    return page(
        request,
        "appeal.html",
        visitor,
        status=status,
        appeal=appeal,
        overdue=is_overdue(appeal, room.service.now()),
        entries=[entry_lines(room, one) for one in reversed(found.entries)],
        news=[entry_lines(room, one) for one in said.news],
        wrong=said.wrong,
        typed=said.typed,
        carried=[(one.file, sealed(request, one)) for one in said.typed.photos],
        seen=len(found.entries),
        actions=[one for one in ACTIONS if next_status(appeal.status, one) is not None],
        with_photos=WITH_PHOTOS,
        options=_options(room, appeal),
        map_link=map_link(appeal.place),
        done=done if done in ACTIONS else "",
        token=token(request),
    )


def entry_lines(room: OfficeRoom, entry: Entry) -> dict[str, object]:
    """One entry of the history in the words of the chats: when, what and who, and the rest below."""
    said = [
        one if isinstance(one, str) else room.service.words(one) for one in line(entry, room.service.district, WHOLE)
    ]
    return {"at": entry.at, "head": said[0], "more": [one for one in said[1:] if one], "action": entry.action}


def _options(room: OfficeRoom, appeal: Appeal) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in the forms: value and words."""
    district, acting = room.service.district, DeskActing(room.service)
    topics = [(code, f"{one.category_name}: {one.name}") for code, one in district.topics.items()]
    return {
        "transfer": [(one.code, one.name) for one in district.desks if one.code != appeal.desk],
        "retopic": [one for one in topics if one[0] != appeal.topic],
        "extend": [(one.isoformat(), room.words("button-date", day=one)) for one in acting.days(appeal)],
        "decline": [(one, room.words(f"decline-{one.replace('_', '-')}")) for one in REASONS],
    }


@for_visitors
async def photo(request: Request, visitor: Visitor) -> Response:
    """GET /a/<number>/photo/<file>: a photo of this appeal, for those who may look at it."""
    room, file = office_of(request), request.path_params["file"]
    found = (await opened(request, visitor)).appeal
    if not FILE.fullmatch(file) or file not in {one.file for one in (*found.before, *found.after)}:
        raise Trouble(404, "office-trouble-no-photo")
    try:
        content = await room.service.photos.open(file)
    except FileNotFoundError as error:
        raise Trouble(404, "office-trouble-no-photo") from error
    return jpeg(content)


def jpeg(content: bytes) -> Response:
    """Kept by this browser for an hour and by nobody in between; a file never changes under its name."""
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600, immutable"})
