"""A backup: one file with the database of one moment and the photos, whole or not there; and the way back."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.archive import Archive, ArchiveWriter, Manifest, named, opened
from storage.filling import fill
from storage.photo_files import PhotoFiles
from storage.snapshot import Snapshot, snapshot

_PHOTO = re.compile(r"[0-9a-f]{40}\.jpg")
NAME = "otklik-{:%Y-%m-%d-%H%M%S}.zip"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds, and the photos that were not as they had been kept: those are not in it."""

    manifest: Manifest
    spoiled: tuple[str, ...]


async def back_up(engine: AsyncEngine, photos: Path | None, file: Path, now: datetime) -> Kept:
    """Writes the file and reads it again. The service may go on meanwhile.

    Raises NoDatabase, DatabaseTooNew, FileExistsError, OSError.
    """
    with _whole_or_nothing(file) as part:
        writer = ArchiveWriter(part, now)
        async with snapshot(engine) as seen:
            await _write_tables(writer, seen)
        # What the database speaks of was in the folder before; what comes now does no harm.
        spoiled = tuple(_write_photos(writer, photos)) if photos else ()
        manifest = writer.close(seen.revision, engine.dialect.name, seen.numbers, now)
        with opened(part) as archive:
            archive.check()
    return Kept(manifest, spoiled)


async def bring_back(engine: AsyncEngine, photos: Path, archive: Archive, *, replacing: bool = False) -> dict[str, int]:
    """The rows of each table. Photos come first: without the database nobody speaks of them, and twice is once.

    Raises BadArchive, and what `storage.filling.fill` does.
    """
    files = PhotoFiles(photos)
    for name in archive.photos:
        await files.write(archive.photo(name))
    return await fill(engine, archive, replacing=replacing)


async def _write_tables(writer: ArchiveWriter, seen: Snapshot) -> None:
    for name in seen.names:
        with writer.table(name) as table:
            async for line in seen.lines(name):
                table.write(line)


def _write_photos(writer: ArchiveWriter, folder: Path) -> Iterator[str]:
    """Those that are not what their names say."""
    for path in sorted(folder.glob("??/*.jpg")):
        if not _PHOTO.fullmatch(path.name):
            continue
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue  # a resident's photos were removed in this moment
        except OSError:
            yield path.name
            continue
        if named(data) == path.name:
            writer.photo(path.name, data)
        else:
            yield path.name


@contextmanager
def _whole_or_nothing(file: Path) -> Iterator[Path]:
    """A file beside, put in place when the block has ended well; only its owner may read it."""
    if file.exists():
        raise FileExistsError(file)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear_away(file.parent)
    part = file.with_name(file.name + ".part")
    descriptor = os.open(part, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield part
        os.fsync(descriptor)
        part.rename(file)
        _settle(file.parent)
    finally:
        os.close(descriptor)
        part.unlink(missing_ok=True)


def _clear_away(folder: Path) -> None:
    """What a backup that was killed has left there; one that is still being written is locked."""
    for left in folder.glob("otklik-*.zip.part"):
        with suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
