"""What stands behind the appeals: who has a chat, which letters failed, which topics and deadlines are in force."""

from collections import defaultdict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.dialogs.card import desk_name
from bot.dialogs.resident.wording import settlement_name
from bot.handlers.web.office.door import for_visitors, posted, token, word
from bot.handlers.web.office.room import OfficeRoom, Trouble, office_of, page
from bot.usecases.entering import Visitor
from bot.usecases.office import Failed
from bot.usecases.office_letters import failed_letters, repeat, why_failed
from bot.usecases.store import Binding, Role
from bot.usecases.undelivered import TO_RESIDENT
from bot.usecases.writing import load_content

PLATFORMS = ("telegram", "vk", "web", "max")


@dataclass(frozen=True, slots=True)
class Served:
    """A desk, a head or the coordinator, and the chats that serve it now or have been lost."""

    title: str
    live: tuple[Binding, ...]
    lost: tuple[Binding, ...]


@for_visitors
async def chats(request: Request, visitor: Visitor) -> Response:
    """GET /chats: who can be reached, who has no chat, whose chat was lost."""
    room = office_of(request)
    async with room.service.store.reading() as tx:
        found = await tx.bindings.all()
    groups = _served(room, visitor, found)
    troubles = [one for title, group in groups for one in group if title == "office-chats-desks" and not one.live]
    return page(
        request,
        "chats.html",
        visitor,
        groups=groups,
        troubles=troubles,
        platform=lambda chat: _platform(room, chat),
        token=token(request),
    )


def _served(room: OfficeRoom, visitor: Visitor, found: list[Binding]) -> list[tuple[str, list[Served]]]:
    district, rights = room.service.district, visitor.rights
    by_target: dict[tuple[Role, str], list[Binding]] = defaultdict(list)
    for one in found:
        by_target[one.role, one.target].append(one)

    def served(role: Role, target: str, title: str) -> Served:
        bound = by_target[role, target]
        live = tuple(one for one in bound if one.lost_at is None)
        return Served(title, live, tuple(one for one in bound if one.lost_at is not None))

    desks = [one for one in district.desks if rights.everything or rights.sees_at(one.settlement or "", one.code)]
    heads = [one for one in district.settlements if rights.everything or one.code in rights.settlements]
    groups = [
        ("office-chats-desks", [served("desk", one.code, desk_name(district, one.code)) for one in desks]),
        ("office-chats-heads", [served("head", one.code, settlement_name(district, one.code)) for one in heads]),
    ]
    if rights.everything:
        groups.append(("office-chats-coordinator", [served("coordinator", "", district.name)]))
    return [one for one in groups if one[1]]


def _platform(room: OfficeRoom, chat: str) -> str:
    name = chat.partition(":")[0]
    return room.words(f"office-platform-{name}") if name in PLATFORMS else name


@dataclass(frozen=True, slots=True)
class Letter:
    """A failed letter in words: to whom, why, and what it says where it went to a resident."""

    letter: Failed
    to: str
    why: str
    text: str
    photos: int


@for_visitors
async def letters(request: Request, visitor: Visitor) -> Response:
    """GET /letters: those that failed, the newest first."""
    room, before = office_of(request), request.query_params.get("before", "")
    at = int(before) if before.isdecimal() and len(before) < 18 else None
    found, following = await failed_letters(room.service, visitor.rights, at)
    return page(
        request,
        "letters.html",
        visitor,
        letters=[_letter(room, one) for one in found],
        next=following,
        repeated=request.query_params.get("done", "") in ("yes", "no") and request.query_params["done"],
        token=token(request),
    )


def _letter(room: OfficeRoom, one: Failed) -> Letter:
    content, to_resident = load_content(one.content), one.post in TO_RESIDENT
    to = room.words("office-letter-to-resident" if to_resident else "office-letter-to-chat")
    # What officials' chats are told stands in the history; a link of somebody's must not be read here.
    text = content.text if to_resident else ""
    why = room.service.words(why_failed(one.error))
    return Letter(one, f"{to}, {_platform(room, one.chat)}", why, text, len(content.photos))


@for_visitors
async def send_again(request: Request, visitor: Visitor) -> Response:
    """POST /letters: «Повторить»."""
    form = await posted(request, visitor)
    letter = word(form, "letter", 18)
    if not letter.isdecimal():
        raise Trouble(400, "office-trouble-form")
    done = await repeat(office_of(request).service, visitor.rights, int(letter))
    return RedirectResponse(f"/office/letters?done={'yes' if done else 'no'}", status_code=303)
