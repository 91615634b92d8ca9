"""Photo files: whole or not there, the same once, and no name leads out of the folder."""

import asyncio
import os
from pathlib import Path

import pytest

from storage.photo_files import PhotoFiles

PICTURE = b"\xff\xd8 a picture"


def files_in(folder: Path) -> list[bytes]:
    return [one.read_bytes() for one in folder.rglob("*") if one.is_file()]


async def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    names = await asyncio.gather(*(files.write(PICTURE) for _ in range(20)))
    assert len(set(names)) == 1
    assert files_in(tmp_path) == [PICTURE]
    assert await files.read(names[0]) == PICTURE
    assert await files.write(PICTURE + b"!") != names[0]


@pytest.mark.parametrize(
    "name",
    [
        "../otklik.db",
        "/etc/passwd",
        "a" * 40,
        "a" * 40 + ".jpg/../../otklik.db",
        "A" * 40 + ".jpg",
        "",
        ".",
        "\x00.jpg",
    ],
)
async def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "otklik.db").write_text("secrets")
    with pytest.raises(FileNotFoundError):
        await PhotoFiles(tmp_path / "media").read(name)


async def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fails when the bytes are to be made safe: under the name there is nothing."""
    files = PhotoFiles(tmp_path)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        await files.write(PICTURE)
    assert files_in(tmp_path) == []

    monkeypatch.undo()
    assert await files.read(await files.write(PICTURE)) == PICTURE
