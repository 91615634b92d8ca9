"""A group became a supergroup: everything that knows its address follows, and open cards stand there anew."""

from datetime import datetime

from bot.usecases.acting import Actor
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.writing import Writer


async def move(service: Service, tx: Transaction, chat: str, to: str, now: datetime) -> None:
    """Old messages are dead in the new chat: nobody can reply to them or press their buttons.

    Telegram tells of it twice, in an update and to a letter on its way: the second time there is nothing left to move.
    """
    bound = await tx.bindings.of_chat(chat)
    for room in (tx.talks, tx.bindings, tx.outbox, tx.inbox, tx.reminders):
        await room.move(chat, to)
    actor = Actor(service, tx, Writer(tx, service.words, now), now)
    for one in bound:
        if one.role == "desk":
            await actor.show_open(one.target, to, again=True)
