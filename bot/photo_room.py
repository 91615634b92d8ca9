"""Photos of the service: pictures cleaned and drawn in threads, kept as files."""

import asyncio

from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.pictures.before_after import CollageCaption, before_after
from bot.pictures.photo import NotAPhoto, PhotoTooLarge, clean_photo, looks_same
from bot.usecases.service import CollageWords
from storage.photo_files import PhotoFiles

# A picture near the allowed size takes a gigabyte while it is cleaned.
AT_ONCE = 2


class PhotoRoom:
    """`bot.usecases.service.Photos` over a folder."""

    def __init__(self, files: PhotoFiles) -> None:
        self._files = files
        self._places = asyncio.Semaphore(AT_ONCE)

    async def keep(self, data: bytes) -> KeptPhoto | LostPhoto:
        """The cleaned picture as our own file, or why it is none."""
        async with self._places:
            try:
                clean = await asyncio.to_thread(clean_photo, data)
            except NotAPhoto:
                return LostPhoto("not_a_photo")
            except PhotoTooLarge:
                return LostPhoto("too_large")
        return KeptPhoto(await self._files.write(clean.data), clean.fingerprint)

    async def open(self, file: str) -> bytes:
        """Raises FileNotFoundError."""
        return await self._files.read(file)

    async def collage(self, before: tuple[bytes, ...], after: tuple[bytes, ...], words: CollageWords) -> str:
        """The file of «до/после»."""
        caption = CollageCaption(words.before, words.after, words.title)
        async with self._places:
            drawn = await asyncio.to_thread(before_after, before, after, caption)
        return await self._files.write(drawn)

    def looks_same(self, first: str, second: str) -> bool:
        return looks_same(first, second)
