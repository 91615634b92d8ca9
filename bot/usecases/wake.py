"""Wakes conversations whose time has come: an album is complete, a letter may leave."""

from bot.dialogs.events import Woken
from bot.usecases.platform import Update
from bot.usecases.service import Service

BATCH = 200


async def wake(service: Service) -> int:
    """Puts a Woken update into the inbox of every chat that is due; how many."""
    now = service.now()
    async with service.store.reading() as tx:
        if not await tx.talks.due(now, 1):
            return 0
    async with service.store.transaction() as tx:
        due = await tx.talks.due(now, BATCH)
        # The time is a part of the key: the same alarm cannot ring twice.
        updates = [Update(f"wake:{chat}:{at.isoformat()}", chat, group, Woken()) for chat, group, at in due]
        await tx.inbox.add(updates, now)
        await tx.talks.woken([(chat, at) for chat, _, at in due])
    service.bell.ring()
    return len(due)
