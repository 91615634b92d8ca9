"""What happens to a letter that did not go as meant: sent anew, or recorded and shown to the desk."""

from datetime import datetime

import structlog

from bot.dialogs.effects import Say
from bot.dialogs.message import message, say
from bot.usecases.acting import Actor
from bot.usecases.platform import Refused
from bot.usecases.service import Service
from bot.usecases.store import Letter, NewLetter, Transaction
from bot.usecases.telling import FOLLOWER
from bot.usecases.writing import Content, Writer, load_content

log = structlog.get_logger()

# Reasons that the card knows words for; anything else is «failed».
SHOWN = frozenset({"blocked", "kicked", "no_chat"})
GONE = frozenset({"blocked", "kicked", "no_chat"})
# Where the bot may not write it is as good as absent: nobody would miss its cards.
LOST = GONE | {"no_rights"}
TO_RESIDENT = frozenset({"notice", "question"})


async def resend(tx: Transaction, letter: Letter, why: str, now: datetime) -> None:
    """What cannot be edited any more is said anew and takes over the old one's meaning."""
    await tx.outbox.failed(letter.id, f"cannot_edit: {why}")
    old = await tx.outbox.get(letter.target) if letter.target else None
    if old is None:
        return
    content = load_content(letter.content)
    again = Content(content.text, content.keyboard).dump()
    await tx.outbox.add([NewLetter(letter.chat, "message", again, key=old.key, post=old.post, bulk=letter.bulk)], now)


async def refused(service: Service, tx: Transaction, letter: Letter, error: Refused, now: datetime) -> None:
    """Records it; tries the resident's other channel; tells the desk on the card, or the coordinator."""
    await tx.outbox.failed(letter.id, f"{error.reason}: {error.why}")
    about = letter.post.number if letter.post else ""
    log.warning("a letter was refused", action="deliver", letter=letter.id, number=about, reason=error.reason)
    if letter.kind != "message":
        return
    writer = Writer(tx, service.words, now)
    if error.reason in GONE:
        await tx.residents.set_blocked(letter.chat, now)
    if error.reason in LOST:
        await chat_lost(service, tx, letter.chat, now)
    if letter.post is not None and letter.post.kind in TO_RESIDENT:
        await _resident_not_reached(service, tx, writer, letter, error, now)


async def chat_lost(service: Service, tx: Transaction, chat: str, now: datetime) -> None:
    """An officials' chat without the bot: the coordinator must know, or appeals wait for nobody."""
    bound = [one for one in await tx.bindings.inside(chat) if one.lost_at is None]
    if not bound:
        return
    writer = Writer(tx, service.words, now)
    await tx.bindings.set_lost(chat, now)
    for one in bound:
        if one.role == "desk":
            words = message(say("chat-lost", desk=service.district.desk(one.target).name))
            for coordinator in await tx.bindings.serving("coordinator", ""):
                await writer.say(coordinator, Say(words))


async def _follower_not_reached(tx: Transaction, letter: Letter, resident: int) -> None:
    """Another channel of theirs is tried; the appeal has its author, and the desk is not troubled."""
    others = [one for one in await tx.residents.reachable(resident) if one != letter.chat]
    if others:
        again = NewLetter(others[0], "message", letter.content, key=letter.key, post=letter.post, bulk=letter.bulk)
        await tx.outbox.add([again], letter.created_at)


async def _resident_not_reached(
    service: Service, tx: Transaction, writer: Writer, letter: Letter, error: Refused, now: datetime
) -> None:
    post = letter.post
    if post is not None and post.arg.startswith(FOLLOWER):
        await _follower_not_reached(tx, letter, int(post.arg.removeprefix(FOLLOWER)))
        return
    appeal = await tx.appeals.get(post.number) if post else None
    if appeal is None or post is None:
        return
    others = [one for one in await tx.residents.reachable(appeal.resident) if one != letter.chat]
    if others:
        await tx.outbox.add([NewLetter(others[0], "message", letter.content, key=letter.key, post=post)], now)
        return
    reason = error.reason if error.reason in SHOWN else "failed"
    await tx.appeals.change(appeal, {"undelivered": reason})
    actor = Actor(service, tx, writer, now)
    await actor.refresh(appeal)
    if appeal.undelivered:
        return
    # An edited card rings no bell, and the official believes that the answer has arrived.
    shown = say(f"card-undelivered-{reason.replace('_', '-')}")
    await actor.tell_desk(appeal, message(say("desk-told-undelivered", number=appeal.number), shown))
