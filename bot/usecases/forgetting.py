"""Forgets what is not needed any more: handled updates, residents long silent, failed letters, photos nothing shows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.usecases.service import Service
from bot.usecases.store import Transaction

# No platform repeats an update after so long.
REMEMBERED = timedelta(days=7)
# Whoever is back sooner gets the letters that failed; later they would puzzle more than help.
FAILED = timedelta(days=30)
# Residents are forgotten so many at a time, each in a transaction of their own: nobody waits for it.
AT_ONCE = 500
# A file written so lately may be on its way to a draft that is not stored yet.
FRESH = timedelta(hours=1)
# A photo that nothing shows may still stand in a draft that somebody comes back to.
ABANDONED = timedelta(days=30)
PHOTOS_AT_ONCE = 500
# Sessions of the desk end long before.
DESK_SESSIONS = timedelta(days=31)


class Forgetting(Protocol):
    """What the database knows of that may be forgotten."""

    async def silent(self, before: datetime, limit: int) -> list[int]:
        """Residents not heard since then, of whose appeals none was open since then."""

    async def replies(self, resident: int) -> list[tuple[int, str]]:
        """Their answers to questions, which alone are kept unmasked: the entry's id, the words."""

    async def rephrase(self, entry: int, words: str) -> None: ...

    async def anonymise(self, resident: int, now: datetime) -> None:
        """Nobody can tell any more who it was; every figure stays."""

    async def forget_failed(self, before: datetime) -> int: ...

    async def forget_intrusions(self, before: datetime) -> None: ...

    async def unneeded_photos(self, limit: int) -> list[str]: ...

    async def shown(self, files: Sequence[str]) -> set[str]: ...

    async def in_hand(self) -> set[str]: ...

    async def need_no_more(self, files: Sequence[str], now: datetime) -> None: ...

    async def looked_at(self, files: Sequence[str]) -> None: ...


async def forget_handled(service: Service) -> int:
    """How many were forgotten."""
    now = service.now()
    async with service.store.transaction() as tx:
        await tx.sessions.forget(now - DESK_SESSIONS)
        return await tx.inbox.forget(now - REMEMBERED) + await tx.forgetting.forget_failed(now - FAILED)


async def erase(service: Service, tx: Transaction, resident: int) -> None:
    """Because they asked for it."""
    await _mask_replies(service, tx, resident)
    await tx.residents.erase(resident, service.now())


async def forget_silent(service: Service) -> int:
    """Residents who were not heard for the set time, and of whom nothing was open since; how many."""
    now = service.now()
    before = now - service.keep_contacts
    async with service.store.reading() as tx:
        silent = await tx.forgetting.silent(before, AT_ONCE)
    for resident in silent:
        async with service.store.transaction() as tx:
            await _mask_replies(service, tx, resident)
            await tx.forgetting.anonymise(resident, now)
    async with service.store.transaction() as tx:
        await tx.forgetting.forget_intrusions(before)
    return len(silent)


async def _mask_replies(service: Service, tx: Transaction, resident: int) -> None:
    """A telephone that an official asked for was shown to the desk; from now on nobody needs it."""
    for entry, words in await tx.forgetting.replies(resident):
        masked = service.triage(words).shown
        if masked != words:
            await tx.forgetting.rephrase(entry, masked)


async def remove_photos(service: Service) -> int:
    """Files of whoever was forgotten, as far as nothing else shows them; how many."""
    async with service.store.reading() as tx:
        files = await tx.forgetting.unneeded_photos(PHOTOS_AT_ONCE)
        if not files:
            return 0
        shown, in_hand = await tx.forgetting.shown(files), await tx.forgetting.in_hand()
    untouched = service.now() - FRESH
    looked_at, removed = [one for one in files if one in shown], 0
    for one in files:
        # What is in hand is looked at again: it goes as soon as it was sent.
        if one not in shown and one not in in_hand and await service.photos.remove(one, untouched):
            looked_at.append(one)
            removed += 1
    async with service.store.transaction() as tx:
        await tx.forgetting.looked_at(looked_at)
    return removed


async def sweep_photos(service: Service) -> int:
    """One part of the folder an hour: drafts never sent, pictures drawn for letters long gone; how many are to go."""
    now = service.now()
    files = await service.photos.old(int(now.timestamp() // 3600), now - ABANDONED)
    async with service.store.transaction() as tx:
        shown = await tx.forgetting.shown(files) if files else set()
        unneeded = [one for one in files if one not in shown]
        await tx.forgetting.need_no_more(unneeded, now)
    return len(unneeded)
