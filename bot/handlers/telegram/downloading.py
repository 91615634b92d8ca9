"""Fetches a photo that a resident or an official sent, and no more bytes than agreed."""

from contextlib import aclosing

from aiogram import Bot
from aiogram.methods import GetFile
from aiohttp import ClientResponseError

from bot.handlers.telegram.asking import ask_object, sending_error
from bot.usecases.platform import MovedTo, PhotoUnavailable, Refused

LIMIT = 25 * 1024 * 1024  # bytes

_GONE = (400, 403, 404, 410)


async def download(bot: Bot, file_id: str) -> bytes:
    """The bytes of a file by its id. Raises PhotoUnavailable or TryLater."""
    try:
        file = await ask_object(bot, GetFile(file_id=file_id))
    except (Refused, MovedTo) as refusal:
        why = getattr(refusal, "why", "")
        raise PhotoUnavailable(why, too_large="file is too big" in why.lower()) from None
    if file.get("file_size", 0) > LIMIT:
        raise PhotoUnavailable(f"{file['file_size']} bytes", too_large=True)
    if "file_path" not in file:
        raise PhotoUnavailable("Telegram gives no path to the file")
    return await _read(bot, file["file_path"])


async def _read(bot: Bot, path: str) -> bytes:
    url = bot.session.api.file_url(bot.token, path)
    taken = bytearray()
    try:
        async with aclosing(bot.session.stream_content(url, timeout=int(bot.session.timeout))) as stream:
            async for chunk in stream:
                taken += chunk
                if len(taken) > LIMIT:
                    raise PhotoUnavailable(f"more than {LIMIT} bytes", too_large=True)
    except PhotoUnavailable:
        raise
    except Exception as error:  # its text holds the address, and the address holds the token
        if isinstance(error, ClientResponseError) and error.status in _GONE:
            raise PhotoUnavailable(f"HTTP {error.status}") from None
        raise sending_error(error) from None
    return bytes(taken)
