"""Reads a resident's words before their transaction: beside the loop, while everybody else may write."""

import asyncio

from bot.dialogs.resident.ahead import to_be_read
from bot.usecases.codec import load_talk
from bot.usecases.platform import Update
from bot.usecases.service import Service


async def read_ahead(service: Service, update: Update) -> None:
    """`service.triage` remembers the readings that the dialog will ask for. What officials write is not read."""
    if update.group:
        return
    async with service.store.reading() as tx:
        talk = load_talk(await tx.talks.load(update.chat))
    for text, point in to_be_read(talk, update.event):
        await asyncio.to_thread(service.triage, text, point)
