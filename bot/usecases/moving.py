"""A group became a supergroup: everything that knows its address follows, and open cards stand there anew."""

from datetime import datetime

from bot.usecases.acting import Actor
from bot.usecases.service import Service
from bot.usecases.store import Transaction
from bot.usecases.writing import Writer


async def move(service: Service, tx: Transaction, chat: str, to: str, now: datetime) -> None:
    """Old messages are dead in the new chat: nobody can reply to them or press their buttons."""
    for room in (tx.talks, tx.bindings, tx.outbox, tx.inbox):
        await room.move(chat, to)
    actor = Actor(service, tx, Writer(tx, service.words, now), now)
    for bound in await tx.bindings.of_chat(to):
        if bound.role == "desk":
            await actor.show_open(bound.target, to, again=True)
