"""Shows a case to a head or the coordinator who presses its number under a digest: they read, and change nothing."""

from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.dialogs.case import case, case_of, case_photos
from bot.dialogs.effects import Post, Say, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import say
from bot.usecases.platform import Update
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.writing import Writer


async def show_case(
    service: Service, tx: Transaction, update: Update, press: ButtonPressed, now: datetime, *, member: bool
) -> None:
    """Into the chat of the press, when it serves the settlement's head or the coordinator; else a polite refusal."""
    writer, person, number = Writer(tx, service.words, now), press.sender, case_of(press)
    appeal = await tx.appeals.get(number) if number and member else None
    if appeal is None or not await _may_read(tx, update.chat, appeal):
        await tx.bindings.note_intrusion(update.chat, person, "foreign_press" if member else "not_a_member", now)
        await writer.tell(update.chat, Tell(press.press, person.address, say("case-refused")))
        return
    shown = case(appeal, await tx.appeals.history(appeal), service.district)
    about = Post("head", appeal.number)
    await writer.say(update.chat, Say(shown, post=about, reply_to=press.message))
    for photos in case_photos(appeal):
        await writer.say(update.chat, Say(photos, post=about))
    await writer.tell(update.chat, Tell(press.press, person.address))


async def _may_read(tx: Transaction, chat: str, appeal: Appeal) -> bool:
    """Only for a chat that is bound now; a head's own settlement only."""
    mine = {("coordinator", ""), ("head", appeal.place.settlement)}
    return any((one.role, one.target) in mine and one.lost_at is None for one in await tx.bindings.of_chat(chat))
