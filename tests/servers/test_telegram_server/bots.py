"""What the stories need: pictures, keyboards, and a bot that takes its updates."""

from __future__ import annotations

import io

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from PIL import Image


def jpeg(colour: str = "red", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG", **options)
    return target.getvalue()


def keyboard(*labels: str, data: str | None = None) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=label, callback_data=data or f"do:{label}") for label in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


def photo(data: bytes | None = None) -> BufferedInputFile:
    return BufferedInputFile(data or jpeg(), "photo.jpg")


async def heard(bot: Bot, count: int = 1) -> list[Update]:
    """The next updates, confirmed."""
    updates: list[Update] = []
    while len(updates) < count:
        offset = updates[-1].update_id + 1 if updates else None
        batch = await bot.get_updates(offset=offset, timeout=2)
        assert batch, f"only {len(updates)} of {count} updates came"
        updates += batch
    await bot.get_updates(offset=updates[-1].update_id + 1)
    assert len(updates) == count
    return updates
