"""A backup file: a zip with a manifest, the rows of each table as lines of JSON, and the photos."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from storage.portable import Tally

FORMAT = 1
MANIFEST = "manifest.json"
_TABLE = re.compile(r"[a-z0-9_]{1,60}")
_PHOTO = re.compile(r"photos/([0-9a-f]{40}\.jpg)")
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, NotImplementedError, RuntimeError),
)
# What an honest one never comes near.
_LONGEST_MANIFEST, _LONGEST_LINE, _LARGEST_PHOTO = 1 << 20, 1 << 26, 1 << 28


class BadArchive(Exception):
    """It is no backup of ours, or not as it was written: which part."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What must be in the file: rows and checksum of each table, how many photos."""

    format: int
    schema: str
    database: str
    made_at: str
    tables: Mapping[str, tuple[int, str]]
    numbers: Mapping[str, int]
    photos: int

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.tables.values())


class ArchiveWriter:
    """Writes the parts one after another; the manifest comes last, when everything is counted."""

    def __init__(self, file: Path, now: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=6)
        self._time = now.timetuple()[:6]
        self._tables: dict[str, tuple[int, str]] = {}
        self.photos = 0

    @contextmanager
    def table(self, name: str) -> "Iterator[TableWriter]":
        with self._zip.open(self._part(f"tables/{name}.jsonl", zipfile.ZIP_DEFLATED), "w", force_zip64=True) as part:
            writer = TableWriter(part)
            yield writer
        self._tables[name] = writer.tally.rows, writer.tally.checksum

    def photo(self, name: str, data: bytes) -> None:
        self._zip.writestr(self._part(f"photos/{name}", zipfile.ZIP_STORED), data)
        self.photos += 1

    def close(self, schema: str, database: str, numbers: Mapping[str, int], now: datetime) -> Manifest:
        manifest = Manifest(FORMAT, schema, database, now.isoformat(), self._tables, numbers, self.photos)
        words = json.dumps(asdict(manifest), indent=1, sort_keys=True)
        self._zip.writestr(self._part(MANIFEST, zipfile.ZIP_DEFLATED), words)
        self._zip.close()
        return manifest

    def _part(self, name: str, compression: int) -> zipfile.ZipInfo:
        part = zipfile.ZipInfo(name, self._time)
        part.compress_type, part.external_attr = compression, 0o600 << 16
        return part


class TableWriter:
    """The lines of one table."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part, self.tally = part, Tally()

    def write(self, line: bytes) -> None:
        self._part.write(line + b"\n")
        self.tally.add(line)


class Archive:
    """An opened backup, `storage.filling.Source`; no name in it is ever taken for a path."""

    def __init__(self, opened: zipfile.ZipFile, manifest: Manifest, photos: Sequence[str]) -> None:
        self._zip, self.manifest, self.photos = opened, manifest, photos

    @property
    def revision(self) -> str:
        return self.manifest.schema

    @property
    def numbers(self) -> Mapping[str, int]:
        return self.manifest.numbers

    @property
    def names(self) -> list[str]:
        return list(self.manifest.tables)

    def promised(self, name: str) -> Tally | None:
        rows, checksum = self.manifest.tables[name]
        return Tally(rows, int(checksum, 16))

    async def lines(self, name: str) -> AsyncIterator[bytes]:
        for line in self._lines(name):
            yield line

    def photo(self, name: str) -> bytes:
        """Raises BadArchive for one that is not what its name says."""
        with _damage(name), self._zip.open(f"photos/{name}") as part:
            data = part.read(_LARGEST_PHOTO)
        if named(data) != name:
            raise BadArchive(name)
        return data

    def check(self) -> None:
        """Reads all of it. Raises BadArchive."""
        for name in self.manifest.tables:
            tally = Tally()
            for line in self._lines(name):
                tally.add(line)
            if tally != self.promised(name):
                raise BadArchive(name)
        for name in self.photos:
            self.photo(name)

    def _lines(self, name: str) -> Iterator[bytes]:
        with _damage(name), self._zip.open(f"tables/{name}.jsonl") as part:
            while line := part.readline(_LONGEST_LINE):
                yield line.removesuffix(b"\n")


def named(photo: bytes) -> str:
    """The name of a photo's file, which tells what must be in it (`storage.photo_files`)."""
    return hashlib.sha256(photo).hexdigest()[:40] + ".jpg"


@contextmanager
def opened(file: Path) -> Iterator[Archive]:
    """Nothing else than what the manifest names is in it. Raises BadArchive, and OSError for an unreadable file."""
    manifest, names = _looked_into(file)
    photos = [one[1] for name in names if (one := _PHOTO.fullmatch(name))]
    wanted = {MANIFEST, *(f"tables/{one}.jsonl" for one in manifest.tables), *(f"photos/{one}" for one in photos)}
    if sorted(names) != sorted(wanted):
        raise BadArchive(next(iter(wanted.symmetric_difference(names)), MANIFEST))
    if len(photos) != manifest.photos:
        raise BadArchive("photos")
    with zipfile.ZipFile(file) as archive:
        yield Archive(archive, manifest, photos)


def _looked_into(file: Path) -> tuple[Manifest, list[str]]:
    with file.open("rb") as data, _damage(file.name), zipfile.ZipFile(data) as archive:
        with archive.open(MANIFEST) as part:
            manifest = _manifest(json.loads(part.read(_LONGEST_MANIFEST)))
        return manifest, [one.filename for one in archive.infolist()]


def _manifest(given: Any) -> Manifest:
    """Raises BadArchive unless everything is of its kind."""
    try:
        manifest = Manifest(
            format=int(given["format"]),
            schema=str(given["schema"]),
            database=str(given["database"]),
            made_at=datetime.fromisoformat(given["made_at"]).isoformat(),
            tables={
                _table(name): (int(rows), f"{int(sum_, 16):064x}") for name, (rows, sum_) in given["tables"].items()
            },
            numbers={_table(name): int(last) for name, last in given["numbers"].items()},
            photos=int(given["photos"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadArchive(MANIFEST) from error
    if manifest.format != FORMAT:
        raise BadArchive(MANIFEST)
    return manifest


def _table(name: str) -> str:
    if not _TABLE.fullmatch(name):
        raise ValueError(name)
    return name


def _counted(rows: Any, checksum: Any) -> tuple[int, str]:
    return int(rows), f"{int(checksum, 16):064x}"


@contextmanager
def _damage(part: str) -> Iterator[None]:
    """Whatever a zip that is broken, cut off or forged makes Python say; OSError of a place that is not in the file."""
    try:
        yield
    except _DAMAGE as error:
        raise BadArchive(part) from error
