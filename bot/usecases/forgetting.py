"""Forgets updates long handled: the inbox remembers them only to know a repetition."""

from datetime import timedelta

from bot.usecases.service import Service

# No platform repeats an update after so long.
REMEMBERED = timedelta(days=7)


async def forget_handled(service: Service) -> int:
    """How many were forgotten."""
    async with service.store.transaction() as tx:
        return await tx.inbox.forget(service.now() - REMEMBERED)
