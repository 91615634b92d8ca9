"""Puts an update aside that the inbox itself refuses, with the reason; whoever wrote it is told so honestly."""

import hashlib
import traceback

import structlog

from bot.dialogs.events import HandlingFailed
from bot.usecases.platform import Update
from bot.usecases.service import Service
from bot.usecases.store import StoreAway

log = structlog.get_logger()


async def park(service: Service, update: Update, failure: Exception) -> None:
    """Nothing of the update is kept but that it came: any part of it may be what the database refuses.

    Raises whatever the database says where it refuses that too: then it is not the update that is at fault.
    """
    # The same whenever its platform repeats it, and sure to fit.
    key = f"refused:{hashlib.sha256(repr(update.key).encode()).hexdigest()}"
    try:
        await _put_aside(service, key, update.chat, update.group, failure)
    except StoreAway:
        raise
    except Exception:
        # The address is what cannot be kept: nobody can be told.
        await _put_aside(service, key, "", False, failure)
    log.error("an update cannot be kept and was put aside", action="accept", update=key, error=type(failure).__name__)


async def _put_aside(service: Service, key: str, chat: str, group: bool, failure: Exception) -> None:
    now = service.now()
    async with service.store.transaction() as tx:
        await tx.inbox.park(key, chat, group, reason(failure), now)
        if chat:
            await tx.inbox.add([apology(key, chat, group)], now)


def apology(key: str, chat: str, group: bool) -> Update:
    """What the dialogs make honest words of."""
    return Update(f"failed:{key}", chat, group, HandlingFailed())


def reason(failure: Exception) -> str:
    """Places in the code and the kinds of errors: their words may hold those of the message."""
    kinds, cause = [type(failure).__name__], failure.__cause__
    while cause is not None:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__
    return "".join(traceback.format_tb(failure.__traceback__)) + " from ".join(kinds)
