"""The reception as plain forms, for browsers without a script: the same chat, read anew after each press."""

import asyncio
import secrets
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.handlers.web.address import form_token, new_secret, resident_address
from bot.handlers.web.chat_api import pressed, taken
from bot.handlers.web.guard import COST_OF_A_MESSAGE, let_in, own_form
from bot.handlers.web.pages import page
from bot.handlers.web.panes import Pane, resident_pane
from bot.handlers.web.room import Problem, Room, room_of
from bot.handlers.web.session import Session, session_of
from bot.handlers.web.upload import clean, number_in, plain, posted_files, posted_in, small_form

SHOWN = 40
# The bot waits a little for more words before it asks; a page that comes back sooner would show nothing new.
PATIENCE, LOOK_AGAIN, BREATH = 4.0, 0.5, 0.4
AFTER = "/form#end"


async def show(request: Request) -> Response:
    """GET /form: the conversation so far, and under it everything one can do."""
    return await _shown(request, session_of(request) or Session(new_secret()))


async def write(request: Request) -> Response:
    """POST /form: words, photos and a place from the list; back to the conversation with the bot's answer."""
    room, session = let_in(request, COST_OF_A_MESSAGE), _session(request)
    pane = await resident_pane(room, session)
    text = where = ""
    try:
        async with posted_files(request) as form:
            own_form(request, form)
            text, where = clean(form.get("text", "")), clean(form.get("where", ""))
            posted = posted_in(form)
            rev = await room.history.rev()
            await taken(room, pane, replace(posted, text=_with_place(room, posted.text, form)))
    except Problem as problem:
        if problem.words in ("page-error-foreign", "page-error-session"):
            raise
        return await _shown(request, session, room.words(problem.words), (text, where), problem.status)
    await _answered(room, pane, rev)
    return RedirectResponse(AFTER, status_code=303)


async def press(request: Request) -> Response:
    """POST /form/press: a button under one of the bot's lines, or a word of the menu."""
    room, session = let_in(request), _session(request)
    pane = await resident_pane(room, session)
    form = await small_form(request)
    own_form(request, form)
    rev = await room.history.rev()
    if "say" in form:
        await taken(room, pane, posted_in(FormData({"text": form["say"], "client_id": form.get("client_id", "")})))
    else:
        await pressed(room, pane, form.get("client_id"), number_in(form.get("line")), form.get("data"))
    await _answered(room, pane, rev)
    return RedirectResponse(AFTER, status_code=303)


def _session(request: Request) -> Session:
    session = session_of(request)
    if session is None:
        raise Problem(401, "page-error-session")
    return session


def _with_place(room: Room, text: str, form: FormData) -> str:
    """A place chosen from the list goes along as words, as if the person had written it."""
    chosen = plain(form.get("where", ""))
    known = {f"{one}, {settlement}" for settlement, places in room.reception.places.items() for one in places}
    if chosen not in known:
        return text
    return "\n".join(one for one in (text, f"{room.words('page-form-where-said')}: {chosen}") if one)


async def _answered(room: Room, pane: Pane, rev: int) -> None:
    """Waits until the bot has said something, as long as people wait for a page; later it is read by «Обновить»."""
    ending = asyncio.get_running_loop().time() + PATIENCE
    with room.bell.listen({(pane.chat, pane.sender.address)}) as listener:
        while asyncio.get_running_loop().time() < ending:
            listener.heard()
            if any(not line.author for line in await room.history.news([pane.chat], rev, SHOWN)):
                # What is said in two breaths comes in two lines.
                await asyncio.sleep(BREATH)
                return
            await listener.wait(LOOK_AGAIN)


async def _shown(
    request: Request, session: Session, wrong: str = "", typed: tuple[str, str] = ("", ""), status: int = 200
) -> Response:
    room = room_of(request)
    pane = await resident_pane(room, session)
    lines = await room.history.latest(pane.chat, SHOWN)
    response = page(
        request,
        session,
        "form.html",
        token=form_token(session.secret),
        client_id=secrets.token_hex(12),
        lines=lines,
        last=lines[-1].id if lines else 0,
        reception=room.reception,
        made_at=await room.reception.doors.link_made_at(pane.chat),
        came=pane.chat != resident_address(session.secret),
        wrong=wrong,
        text=typed[0],
        where=typed[1],
    )
    response.status_code = status
    return response
