"""On to Telegram or VK: a one-time link that takes the talk along; whoever follows it is asked there once more."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.handlers.web.guard import let_in, own_form
from bot.handlers.web.pages import page
from bot.handlers.web.panes import resident_pane
from bot.handlers.web.room import Problem, Room
from bot.handlers.web.session import Session, session_of
from bot.handlers.web.upload import plain, posted_json, small_form
from bot.usecases.one_time import digest, new_code

VALID = timedelta(minutes=30)


async def offer(request: Request) -> Response:
    """POST /api/move: a fresh code for the messenger named; any earlier one is void."""
    room, session = _known(request)
    url, code = await _offered(room, session, plain((await posted_json(request)).get("way")))
    return JSONResponse({"url": url, "code": code})


async def offer_plainly(request: Request) -> Response:
    """POST /form/move: the same as a page with the link on it."""
    room, session = _known(request)
    form = await small_form(request)
    own_form(request, form)
    way = plain(form.get("way", ""))
    url, code = await _offered(room, session, way)
    return page(request, session, "moving.html", way=way, link=url, code=code)


async def _offered(room: Room, session: Session, way: str) -> tuple[str, str]:
    """Raises Problem where the messenger is not switched on, or has not told its bot's name yet."""
    link = room.reception.ways.get(way)
    if link is None:
        raise Problem(404, "page-error-no-way")
    code, chat = new_code(), (await resident_pane(room, session)).chat
    await room.reception.doors.offer_move(chat, digest(code), room.clock() + VALID)
    return link.format(code=code), code


def _known(request: Request) -> tuple[Room, Session]:
    room, session = let_in(request, 5), session_of(request)
    if session is None:
        raise Problem(401, "page-error-session")
    return room, session
