"""Photos of the service: pictures cleaned and drawn in threads, kept as files."""

import asyncio
import errno
from datetime import datetime

from bot.dialogs.digest_chart import Chart, DistrictChart
from bot.dialogs.events import KeptPhoto, LostPhoto
from bot.pictures.before_after import CollageCaption, before_after
from bot.pictures.digest import draw_digest
from bot.pictures.digest_district import draw_district_digest
from bot.pictures.photo import NotAPhoto, PhotoTooLarge, clean_photo, looks_same
from bot.pictures.sheet import as_jpeg
from bot.usecases.service import CollageWords, NoRoom
from bot.usecases.writing import Words
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
        return KeptPhoto(await self._written(clean.data), clean.fingerprint)

    async def open(self, file: str) -> bytes:
        """Raises FileNotFoundError."""
        return await self._files.read(file)

    async def remove(self, file: str, untouched: datetime) -> bool:
        """Whether it is gone; it stays if it was written, or written again, since then."""
        return await self._files.remove(file, untouched)

    async def old(self, part: int, before: datetime) -> list[str]:
        """Files of one part of the folder that were written before that."""
        return await self._files.old(part, before)

    async def collage(self, before: tuple[bytes, ...], after: tuple[bytes, ...], words: CollageWords) -> str:
        """The file of «до/после»."""
        caption = CollageCaption(words.before, words.after, words.title)
        async with self._places:
            drawn = await asyncio.to_thread(before_after, before, after, caption)
        return await self._written(drawn)

    async def digest(self, chart: Chart | DistrictChart, words: Words) -> str:
        """The file of a digest's picture."""
        async with self._places:
            drawn = await asyncio.to_thread(_drawn, chart, words)
        return await self._written(drawn)

    async def _written(self, data: bytes) -> str:
        try:
            return await self._files.write(data)
        except OSError as error:
            raise NoRoom(errno.errorcode.get(error.errno or 0, "")) from error

    def looks_same(self, first: str, second: str) -> bool:
        return looks_same(first, second)


def _drawn(chart: Chart | DistrictChart, words: Words) -> bytes:
    """As JPEG: all our files are."""
    return as_jpeg(draw_digest(chart, words) if isinstance(chart, Chart) else draw_district_digest(chart, words))
