"""Binds chats to desks, heads and the coordinator by one-time codes."""

from datetime import datetime, timedelta

from bot.appeals.district import District
from bot.dialogs.effects import BindChat
from bot.dialogs.events import ChatBound, CodeRefused, MoveOffered, Person
from bot.usecases.acting import Actor
from bot.usecases.arriving import offer
from bot.usecases.one_time import digest, new_code
from bot.usecases.platform import Update
from bot.usecases.store import Binding, Role, Store, Transaction

VALID = timedelta(days=1)


async def invite(store: Store, role: Role, target: str, now: datetime) -> str:
    """A new code for a role («desk», «head», «coordinator») and a code of the district file; valid for a day."""
    code = new_code()
    async with store.transaction() as tx:
        await tx.bindings.invite(digest(code), role, target, now + VALID)
    return code


async def bind(
    tx: Transaction, actor: Actor, district: District, update: Update, effect: BindChat, now: datetime
) -> ChatBound | CodeRefused | MoveOffered | None:
    """Uses the code up and binds the chat; a desk's chat gets the cards of all that is open.

    A code of the page only asks: it joins nothing before the person says so.
    """
    moving = None if update.group else await offer(tx, effect.code, now)
    if moving is not None or effect.by_link:
        return moving
    invited = await tx.bindings.invited(digest(effect.code))
    if invited is None:
        await tx.bindings.note_intrusion(update.chat, effect.by, "unknown_code", now)
        return CodeRefused("unknown")
    role, target, expires_at, used_at = invited
    if used_at is not None:
        return CodeRefused("used")
    if expires_at <= now:
        return CodeRefused("expired")
    if role == "desk" and not update.group:
        return CodeRefused("needs_group")
    if not await tx.bindings.use_invite(digest(effect.code), now):
        return CodeRefused("used")
    await serve(tx, actor, update.chat, role, target, effect.by, now)
    return ChatBound(role, title_of(district, role, target))


async def serve(tx: Transaction, actor: Actor, chat: str, role: Role, target: str, by: Person, now: datetime) -> None:
    """The chat serves it from now on."""
    await tx.bindings.add(Binding(chat, role, target), by, now)
    if role == "desk":
        await actor.show_open(target, chat)


def title_of(district: District, role: Role, target: str) -> str:
    """How people call what the chat serves."""
    if role == "desk":
        return district.desk(target).name
    return district.settlement(target).full_name if role == "head" else district.name
