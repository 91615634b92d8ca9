"""Which chat a pane of the page is, for the person who asks; whoever has no right to it finds nothing there."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from bot.dialogs.events import Person
from bot.handlers.web.address import desk_address, member_address, resident_address
from bot.handlers.web.demo import DemoChat, guest
from bot.handlers.web.room import Problem, Room, room_of
from bot.handlers.web.session import Session, session_of
from bot.usecases.transcript import Line

MOST_PANES = 40
_GUEST = re.compile(r"guest-([1-9]\d?)")


@dataclass(frozen=True, slots=True)
class Pane:
    """A chat as one person sees it; `id` names it on the page, `sender` is who writes there."""

    id: str
    title: str
    chat: str
    group: bool
    sender: Person


async def panes_of(request: Request) -> list[Pane]:
    """The panes named in the path, one or several by commas. Raises Problem."""
    names = dict.fromkeys(request.path_params["pane"].split(",")[:MOST_PANES])
    return [await pane_of(request, name) for name in names]


async def pane_of(request: Request, name: str) -> Pane:
    """The pane of this name that the request's own cookies open. Raises Problem."""
    room, session = room_of(request), session_of(request)
    if session is None:
        raise Problem(401, "page-error-session")
    pane = await resident_pane(room, session) if name == "me" else desk_pane(session) if name == "desk" else None
    pane = pane or demo_pane(room, session, name)
    if pane is None:
        raise Problem(404, "page-error-no-chat")
    return pane


def desk_pane(session: Session) -> Pane | None:
    """The officials' chat of a session that has a key and a name."""
    if session.desk is None or not session.name:
        return None
    address = desk_address(session.desk)
    return Pane("desk", "", address, True, Person(member_address(address, session.secret), session.name))


def demo_pane(room: Room, session: Session, name: str) -> Pane | None:
    """A pane of the demo, where there is one."""
    if room.demo is None:
        return None
    if (number := _GUEST.fullmatch(name)) is not None:
        return _played(name, guest(session.secret, int(number[1]), room.words("page-demo-guest")))
    chat = room.demo.chats().get(name)
    return None if chat is None else _played(name, chat)


def line_json(pane: Pane, line: Line) -> dict[str, object]:
    """The line as the page's script takes it."""
    return {
        "pane": pane.id,
        "id": line.id,
        "rev": line.rev,
        "author": line.author,
        "own": bool(line.author) and (not pane.group or line.author == pane.sender.name),
        "text": line.text,
        "keyboard": [[{"label": button.label, "data": button.data} for button in row] for row in line.keyboard],
        "photos": [f"/photo/{quote(file)}?pane={pane.id}" for file in line.photos],
        "reply_to": line.reply_to,
        "at": line.at.isoformat(),
    }


async def resident_pane(room: Room, session: Session) -> Pane:
    """The resident's own chat, or the one that a private link led this browser into."""
    address = await room.reception.doors.chat_of(resident_address(session.secret))
    return Pane("me", room.district_name, address, False, Person(address, room.words("page-resident")))


def demo_person(chat: DemoChat) -> Person:
    """Who plays in this pane of the demo."""
    return Person(member_address(chat.address, chat.person) if chat.group else chat.address, chat.person)


def _played(name: str, chat: DemoChat) -> Pane:
    return Pane(name, chat.title, chat.address, chat.group, demo_person(chat))
