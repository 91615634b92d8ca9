"""The private link: the way back to one's own messages from any browser, shown once and kept only as a digest.

Its secret stands behind «#», which browsers send to nobody: no log and no «Referer» ever holds it. It opens by a press
and not by itself: a messenger that looks into links opens nothing, and nobody is led into another's chat unasked.
"""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.handlers.web.address import form_token, link_digest, new_secret, resident_address
from bot.handlers.web.guard import let_in, own_form
from bot.handlers.web.pages import page
from bot.handlers.web.panes import resident_pane
from bot.handlers.web.room import Problem, Room, room_of
from bot.handlers.web.session import Session, remember, session_of
from bot.handlers.web.upload import plain, posted_json, small_form

# Guessing 128 bits is hopeless; this keeps it also from being loud.
COST_OF_A_TRY = 20
_KEY = re.compile(r"[A-Za-z0-9_-]{22}\Z")


async def make(request: Request) -> Response:
    """POST /api/link: a new link, the old one dies. Without `renew` an existing one is only told of."""
    room, session = _known(request)
    content = await posted_json(request) if request.headers.get("content-length", "0") not in ("", "0") else {}
    chat = (await resident_pane(room, session)).chat
    made_at = await room.reception.doors.link_made_at(chat)
    if made_at is not None and content.get("renew") is not True:
        return JSONResponse({"made_at": made_at.isoformat()})
    return JSONResponse({"url": await _new_link(request, room, session, chat)})


async def make_plainly(request: Request) -> Response:
    """POST /form/link: the same as a page; the button says «new» where there is a link already."""
    room, session = _known(request)
    own_form(request, await small_form(request))
    chat = (await resident_pane(room, session)).chat
    return page(request, session, "made.html", link=await _new_link(request, room, session, chat))


async def door(request: Request) -> Response:
    """GET /link: where a link leads; the page's script finds the secret behind «#», without it one pastes the link."""
    return await _door(request, session_of(request) or Session(new_secret()), "")


async def enter(request: Request) -> Response:
    """POST /link: this browser is in the link's chat from now on."""
    room, session = _known(request, COST_OF_A_TRY)
    form = await small_form(request)
    own_form(request, form)
    key = _KEY.search(plain(form.get("key", "")).strip())
    mine = resident_address(session.secret)
    found = key and await room.reception.doors.enter(link_digest(key[0]), mine, room.clock())
    if not found:
        return await _door(request, session, room.words("page-link-wrong"))
    response = RedirectResponse("/form" if form.get("plain") else "/", status_code=303)
    remember(request, response, session)
    return response


async def leave(request: Request) -> Response:
    """POST /link/leave: this browser forgets the chat; for a computer that is not one's own."""
    room, session = _known(request)
    form = await small_form(request)
    own_form(request, form)
    await room.reception.doors.leave(resident_address(session.secret))
    response = RedirectResponse("/form" if form.get("plain") else "/", status_code=303)
    # A secret of its own from now on: what this browser wrote before the link stays with whoever wrote it.
    remember(request, response, Session(new_secret(), session.desk, session.name))
    return response


def _known(request: Request, cost: float = 1) -> tuple[Room, Session]:
    room, session = let_in(request, cost), session_of(request)
    if session is None:
        raise Problem(401, "page-error-session")
    return room, session


async def _new_link(request: Request, room: Room, session: Session, chat: str) -> str:
    key = new_secret()
    mine = resident_address(session.secret)
    await room.reception.doors.renew_link(chat, link_digest(key), mine, room.clock())
    return room.reception.url(request, f"/link#{key}")


async def _door(request: Request, session: Session, wrong: str) -> Response:
    room, mine = room_of(request), resident_address(session.secret)
    own = bool(await room.history.latest(mine, 1))
    came = await room.reception.doors.chat_of(mine) != mine
    token = form_token(session.secret)
    response = page(request, session, "link.html", token=token, wrong=wrong, own=own and not came, came=came)
    response.status_code = 404 if wrong else 200
    return response
