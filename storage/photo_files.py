"""Photos as our own files, named by what is in them: kept twice is kept once, and a name says nothing of anyone."""

import asyncio
import hashlib
import os
import re
import secrets
from datetime import datetime
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{40}\.jpg")


class PhotoFiles:
    """A folder of JPEG files, two levels deep so that no folder grows too long."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(self, data: bytes) -> str:
        """The file's name. A file is whole or not there: it is written aside and put in place."""
        return await asyncio.to_thread(self._write, data)

    async def read(self, name: str) -> bytes:
        """Raises FileNotFoundError, also for a name that is none of ours."""
        return await asyncio.to_thread(self._path(name).read_bytes)

    async def remove(self, name: str, untouched: datetime) -> bool:
        """Whether it is gone; it stays if it was written, or written again, since then."""
        return await asyncio.to_thread(self._remove, name, untouched)

    async def old(self, part: int, before: datetime) -> list[str]:
        """Files of one of the 256 folders, in turn, that were not written since then."""
        return await asyncio.to_thread(self._old, self._folder / f"{part % 256:02x}", before)

    def _remove(self, name: str, untouched: datetime) -> bool:
        path = self._path(name)
        try:
            if path.stat().st_mtime >= untouched.timestamp():
                return False
            path.unlink()
        except FileNotFoundError:
            pass
        return True

    def _old(self, folder: Path, before: datetime) -> list[str]:
        found = folder.glob("*.jpg") if folder.is_dir() else ()
        names = [one.name for one in found if one.stat().st_mtime < before.timestamp()]
        return [one for one in names if _NAME.fullmatch(one)]

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._folder / name[:2] / name

    def _write(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()[:40] + ".jpg"
        path = self._path(name)
        if path.exists():
            # Somebody needs it again: whoever was about to remove it leaves it.
            os.utime(path)
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{secrets.token_hex(8)}.part")
        try:
            with aside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            # Still there only if the disk failed.
            aside.unlink(missing_ok=True)
        return name
