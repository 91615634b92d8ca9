"""What a person does on the page, as updates: writes, presses a button, changes own words, reads back."""

import hashlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.appeals.district import Point
from bot.dialogs.codes import code_in
from bot.dialogs.events import ButtonPressed, Event, KeptPhoto, LostPhoto, MessageEdited, MessageSent
from bot.handlers.web.guard import COST_OF_A_MESSAGE, let_in
from bot.handlers.web.panes import Pane, line_json, pane_of, panes_of
from bot.handlers.web.room import Problem, Room
from bot.handlers.web.upload import Posted, client_id_in, kept, number_in, plain, posted_json, posted_message
from bot.usecases.platform import Update
from bot.usecases.transcript import Line

SCREENFUL = 60


async def lines(request: Request) -> Response:
    """GET /lines: the last lines of one or several panes, or those before `?before=`; and the `rev` to stream from."""
    room, panes = let_in(request), await panes_of(request)
    before = number_in(request.query_params.get("before"))
    rev = await room.history.rev()  # asked first: what comes in between comes twice, and not never
    return JSONResponse({"rev": rev, "panes": {pane.id: await _screenful(room, pane, before) for pane in panes}})


async def message(request: Request) -> Response:
    """POST /message: shown to the chat, and committed as an update if it is meant for the bot."""
    room, pane = let_in(request, COST_OF_A_MESSAGE), await _pane(request)
    async with posted_message(request) as posted:
        line = await taken(room, pane, posted)
    return JSONResponse(line_json(pane, line))


async def taken(room: Room, pane: Pane, posted: Posted) -> Line:
    """The message kept, shown in the chat and, where it is meant for the bot, on its way to it."""
    photos = [await kept(file, room.keep_photo) for file in posted.files]
    answered = None if posted.reply_to is None else await room.history.line(pane.chat, posted.reply_to)
    line = await _written(room, pane, posted, photos, answered)
    room.bell.ring(pane.chat)
    if _for_the_bot(pane, posted.text, answered):
        reply = None if answered is None else str(answered.id)
        said = MessageSent(str(line.id), pane.sender, posted.text, tuple(photos), posted.point, reply_to=reply)
        await _accept(room, pane, posted.client_id, said)
    return line


async def press(request: Request) -> Response:
    """POST /press: a button of one of the bot's lines, even of one changed since; the dialog knows better."""
    room, pane = let_in(request), await _pane(request)
    content = await posted_json(request)
    await pressed(room, pane, content.get("client_id"), content.get("line"), content.get("data"))
    return JSONResponse({})


async def pressed(room: Room, pane: Pane, client_id: object, number: object, data: object) -> None:
    """The press, on its way to the bot; `number` is the line's. Raises Problem."""
    press, words = client_id_in(client_id), plain(data)
    line = await _line(room, pane, number)
    if line.author:
        raise Problem(404, "page-error-no-line")
    await _accept(room, pane, press, ButtonPressed(press, pane.sender, words, str(line.id)))


async def edit(request: Request) -> Response:
    """POST /edit: a resident's own words anew; in a group a line does not say enough about whose it is."""
    room, pane = let_in(request), await _pane(request)
    content = await posted_json(request)
    client_id, text = client_id_in(content.get("client_id")), plain(content.get("text")).strip()
    line = await _line(room, pane, content.get("line"))
    if pane.group or not line.author:
        raise Problem(403, "page-error-not-yours")
    if not text:
        raise Problem(400, "page-error-empty")
    changed = await room.history.edit(pane.chat, line.id, text=text, keyboard=()) or line
    room.bell.ring(pane.chat)
    await _accept(room, pane, client_id, MessageEdited(str(line.id), pane.sender, text))
    return JSONResponse(line_json(pane, changed))


async def _screenful(room: Room, pane: Pane, before: int | None) -> dict[str, object]:
    found = await room.history.latest(pane.chat, SCREENFUL + 1, before)
    return {"lines": [line_json(pane, line) for line in found[-SCREENFUL:]], "earlier": len(found) > SCREENFUL}


async def _pane(request: Request) -> Pane:
    return await pane_of(request, request.path_params["pane"])


async def _line(room: Room, pane: Pane, number: object) -> Line:
    line = await room.history.line(pane.chat, number) if isinstance(number, int) and 0 < number < 2**62 else None
    if line is None:
        raise Problem(404, "page-error-no-line")
    return line


async def _written(
    room: Room, pane: Pane, posted: Posted, photos: Sequence[KeptPhoto | LostPhoto], answered: Line | None
) -> Line:
    files = [photo.file for photo in photos if isinstance(photo, KeptPhoto)]
    text = [posted.text] if posted.text else []
    text += [_place(room, posted.point)] if posted.point is not None else []
    text += [room.words("page-not-a-photo")] * (len(photos) - len(files))
    return await room.history.add(
        pane.chat,
        author=pane.sender.name,
        text="\n".join(text),
        at=room.clock(),
        photos=files,
        reply_to=None if answered is None else answered.id,
        letter=_own_letter(pane, posted.client_id),
    )


def _place(room: Room, point: Point) -> str:
    return f"{room.words('page-place-sent')}: {point.lat:.5f}, {point.lon:.5f}"


def _own_letter(pane: Pane, client_id: str) -> int:
    """Below zero, where no letter of the outbox is; each person's client ids are their own."""
    digest = hashlib.sha256(f"{pane.sender.address}:{client_id}".encode()).digest()
    return -1 - int.from_bytes(digest[:7])


def _for_the_bot(pane: Pane, text: str, answered: Line | None) -> bool:
    """Officials' own talk is not: it stays between them, neither read nor kept anywhere else."""
    if not pane.group:
        return True
    return (answered is not None and not answered.author) or text.startswith("/") or code_in(text) is not None


async def _accept(room: Room, pane: Pane, client_id: str, event: Event) -> None:
    await room.accept([Update(f"{pane.chat}:{client_id}", pane.chat, pane.group, event)])
