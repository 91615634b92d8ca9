"""Letters that failed: somebody at the coordinator's desk has them sent once more."""

from bot.dialogs.message import Phrase, say
from bot.usecases.acting import Actor
from bot.usecases.office import Failed
from bot.usecases.service import Service
from bot.usecases.undelivered import GONE, TO_RESIDENT
from bot.usecases.visiting import Rights
from bot.usecases.writing import Writer

A_PAGE = 30
# Reasons that have words of their own; the rest is «the messenger did not take it».
_REASONS = frozenset({*GONE, "no_rights"})


async def failed_letters(service: Service, rights: Rights, before: int | None) -> tuple[list[Failed], int | None]:
    """A page of them, the newest first, and where the next one begins."""
    async with service.store.reading() as tx:
        found = await tx.office.failed(rights, A_PAGE + 1, before)
    return found[:A_PAGE], found[A_PAGE - 1].id if len(found) > A_PAGE else None


async def repeat(service: Service, rights: Rights, letter: int) -> bool:
    """Puts it back into the queue; whether it was there to be repeated by this person."""
    now = service.now()
    async with service.store.transaction() as tx:
        # One page of one: the letter itself, if the rights let it be seen.
        found = await tx.office.failed(rights, 1, letter + 1)
        if not found or found[0].id != letter or not await tx.office.put_back(letter, now):
            return False
        one = found[0]
        appeal = await tx.appeals.get(one.number) if one.number else None
        if one.post in TO_RESIDENT:
            await tx.residents.set_blocked(one.chat, None)
        if appeal is not None and one.post in TO_RESIDENT and appeal.undelivered:
            await tx.appeals.change(appeal, {"undelivered": ""})
            await Actor(service, tx, Writer(tx, service.words, now), now).refresh(appeal)
    service.bell.ring()
    return True


def why_failed(error: str) -> Phrase:
    """In words for people; «blocked: Forbidden …» is for programs."""
    reason = error.split(":", 1)[0]
    return say(f"office-failed-{reason.replace('_', '-')}") if reason in _REASONS else say("office-failed-other")
