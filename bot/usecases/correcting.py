"""Keeps what officials and residents put right after the classifier, so that the next training can learn from it."""

from datetime import datetime

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.appeals.status import Action
from bot.dialogs.effects import Act
from bot.dialogs.resident.choosing import OTHER
from bot.triage.reading import Reading
from bot.usecases.store import Transaction


async def keep_correction(tx: Transaction, district: District, before: Appeal, act: Act, now: datetime) -> None:
    """`before` is the appeal as it was: its topic is what the classifier, or its resident, had said."""
    if act.action not in (Action.RETOPIC, Action.TRANSFER):
        return
    # Whoever asked to be forgotten is not learnt from either.
    if not await tx.appeals.resident_chat(before):
        return
    if act.action is Action.RETOPIC:
        await tx.corrections.keep(before, was=before.topic, topic=act.arg, now=now)
    else:
        topic = told_by_handover(district, act.arg, before.topic)
        await tx.corrections.keep(before, was=before.topic, topic=topic, desk=act.arg, now=now)


async def keep_choice(tx: Transaction, filed: Appeal, reading: Reading, now: datetime) -> None:
    """A resident who changes a topic that was taken for sure knows better; «Другое» says only that it was wrong."""
    if reading.sure and filed.topic not in (reading.topics[0], OTHER):
        await tx.corrections.keep(filed, was=reading.topics[0], topic=filed.topic, now=now)


def told_by_handover(district: District, desk: str, topic: str) -> str:
    """The topic that a handover lets guess: the only one that the department takes. Empty where it tells none.

    A settlement's desk takes anything, and of a department of several topics nobody knows which was meant; one
    that takes the present topic was chosen for another reason, such as the place.
    """
    takes = district.desk(desk).topics if district.has_desk(desk) else frozenset()
    if len(takes) != 1 or topic in takes or topic.split(".", 1)[0] in takes:
        return ""
    (only,) = takes
    return only if only in district.topics else ""
