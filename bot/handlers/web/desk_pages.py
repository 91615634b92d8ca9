"""The officials' chat, and its door: a name once, a private link for colleagues."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.dialogs.events import BotAdded
from bot.handlers.web.address import desk_address, is_secret, new_secret
from bot.handlers.web.guard import let_in
from bot.handlers.web.pages import missing, page, page_config
from bot.handlers.web.panes import Pane, desk_pane
from bot.handlers.web.room import Room, room_of
from bot.handlers.web.session import Session, remember, session_of, tidy_name
from bot.handlers.web.upload import plain, small_form
from bot.usecases.platform import Update


async def desk(request: Request) -> Response:
    """GET /desk: the officials' chat of this browser, or the door to a new one."""
    room, session = room_of(request), session_of(request) or Session(new_secret())
    pane = desk_pane(session)
    if pane is None or session.desk is None:
        return page(request, session, "join.html", key="", wrong="", other="")
    config = page_config(room, {"desk": (room.words("page-desk-title"), "desk", True)})
    return page(request, session, "desk.html", config=config, name=pane.sender.name, link=_link(request, session.desk))


async def desk_by_link(request: Request) -> Response:
    """GET /desk/<key>: the door to a colleagues' chat; a link alone lets nobody in unasked."""
    session, key = session_of(request) or Session(new_secret()), request.path_params["key"]
    if not await _is_open(room_of(request), key):
        return missing(request, "page-error-no-desk")
    if session.desk == key and session.name:
        return RedirectResponse("/desk", status_code=303)
    other = "" if session.desk is None or session.desk == key else _link(request, session.desk)
    return page(request, session, "join.html", key=key, wrong="", other=other)


async def enter_desk(request: Request) -> Response:
    """POST /desk: a name, and the key where there was a link; a new chat is told that the bot is in it."""
    room, session = let_in(request), session_of(request) or Session(new_secret())
    form = await small_form(request)
    name, key = tidy_name(plain(form.get("name", ""))), plain(form.get("key", ""))
    if key and not await _is_open(room, key):
        return missing(request, "page-error-no-desk")
    if not name:
        return page(request, session, "join.html", key=key, wrong=room.words("page-join-no-name"), other="")
    entered = Session(session.secret, key or new_secret(), name)
    if not key and (pane := desk_pane(entered)) is not None:
        await _tell_the_bot(room, pane)
    response = RedirectResponse("/desk", status_code=303)
    remember(request, response, entered)
    return response


async def _tell_the_bot(room: Room, pane: Pane) -> None:
    added = BotAdded(pane.sender, room.words("page-desk-title"))
    await room.accept([Update(f"{pane.chat}:opened", pane.chat, True, added)])


def _link(request: Request, key: str) -> str:
    return str(request.url_for("desk_by_link", key=key))


async def _is_open(room: Room, key: str) -> bool:
    return is_secret(key) and bool(await room.history.latest(desk_address(key), 1))
