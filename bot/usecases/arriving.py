"""A resident goes on in a messenger with what began on the page: two chats of one person from now on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogs.effects import Say
from bot.dialogs.events import Answer, ButtonPressed, CodeRefused, Event, MoveOffered, TalkMoved
from bot.dialogs.message import message, say
from bot.dialogs.resident.arriving import MOVE, carried, is_free
from bot.dialogs.resident.states import Talk
from bot.usecases.codec import dump_talk, load_talk
from bot.usecases.one_time import digest
from bot.usecases.service import Service
from bot.usecases.store import Resident, Transaction
from bot.usecases.writing import Writer


@dataclass(frozen=True, slots=True)
class Offered:
    """A one-time code of the page: whose talk it takes along, and until when."""

    chat: str
    expires_at: datetime
    used: bool


class Moves(Protocol):
    """One-time codes that take a talk from the page to a messenger, and where such talks went."""

    async def offered(self, digest: str) -> Offered | None: ...

    async def use(self, digest: str, now: datetime) -> bool:
        """Whether this is its first use."""

    async def moved(self, chat: str, to: str, resident: int, now: datetime) -> None:
        """Answers to what the resident filed or joined in the chat until now go to the other one."""

    async def goes_to(self, chat: str, filed_at: datetime) -> str:
        """Where the answers to what was filed in this chat at that time are expected."""


async def offer(tx: Transaction, code: str, now: datetime) -> MoveOffered | CodeRefused | None:
    """What a code typed or brought by a link leads to; None where it is none of the page's."""
    offered = await tx.moves.offered(digest(code))
    if offered is None:
        return None
    refusal = _refusal(offered, now)
    return refusal or MoveOffered(code)


async def arrived(
    service: Service, tx: Transaction, chat: str, event: Event, resident: Resident, now: datetime
) -> Event | Answer:
    """The pressed «Да» of a move as what came of it; any other event as it is."""
    if not isinstance(event, ButtonPressed) or not event.data.startswith(MOVE):
        return event
    code = digest(event.data.removeprefix(MOVE))
    offered = await tx.moves.offered(code)
    if offered is None:
        return CodeRefused("unknown")
    refusal = _refusal(offered, now)
    if refusal is not None or not await tx.moves.use(code, now):
        return refusal or CodeRefused("used")
    await _join(service, tx, offered.chat, chat, resident, now)
    return TalkMoved()


def _refusal(offered: Offered, now: datetime) -> CodeRefused | None:
    if offered.used:
        return CodeRefused("used")
    return CodeRefused("expired") if offered.expires_at <= now else None


async def _join(service: Service, tx: Transaction, page: str, chat: str, resident: Resident, now: datetime) -> None:
    """The page's resident is the one who stays: what was agreed to and filed there needs no second word."""
    there = await tx.residents.of_chat(page, "", now)
    if there.id != resident.id:
        await tx.residents.merge(resident.id, there.id, resident.name)
    await tx.moves.moved(page, chat, there.id, now)
    await _carry(tx, page, chat)
    where = say("moved-to-vk") if chat.startswith("vk:") else say("moved-to-telegram")
    await Writer(tx, service.words, now).say(page, Say(message(where)))


async def _carry(tx: Transaction, page: str, chat: str) -> None:
    """What was being written goes along, unless something is being written here already."""
    there, here = load_talk(await tx.talks.load(page)), load_talk(await tx.talks.load(chat))
    if is_free(there) or not is_free(here):
        return
    taken, left = carried(there, here.turn), Talk(turn=there.turn + 1)
    await tx.talks.save(chat, False, dump_talk(taken), taken.wake)
    await tx.talks.save(page, False, dump_talk(left), left.wake)
