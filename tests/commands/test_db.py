"""`otklik db`: what is copied comes back whole, on either database; what cannot be done is said and changes nothing."""

import asyncio
import hashlib
import json
import os
import re
import resource
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, text

from bot.__main__ import main
from bot.settings import PREFIX, Settings
from storage import schema
from storage.database import open_engine
from storage.portable import lines_of, tables_of
from storage.sharing import SharedPostgres
from storage.single import only_service
from storage.tables import letters
from tests.conftest import Server
from tests.e2e.wording import DISTRICT_FILE
from tests.storage.old_rows import ROWS, put

SECRET = "very-secret"
PICTURE = b"\xff\xd8 a picture"
PICTURES_NAME = hashlib.sha256(PICTURE).hexdigest()[:40] + ".jpg"
Said = tuple[int, str]
Otklik = Callable[..., Said]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv(f"{PREFIX}DISTRICT", str(DISTRICT_FILE))
    photo = tmp_path / "var" / "media" / PICTURES_NAME[:2] / PICTURES_NAME
    photo.parent.mkdir(parents=True)
    photo.write_bytes(PICTURE)
    return tmp_path


@pytest.fixture
def otklik(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Otklik:
    """`otklik db …` with this database; its exit code, and all its words in one line."""

    def run(*command: str, url: str) -> Said:
        monkeypatch.setenv(f"{PREFIX}DATABASE_URL", url)
        code = main(["db", *command])
        words = "\n".join(capsys.readouterr())
        assert "Traceback" not in words
        assert SECRET not in words
        return code, " ".join(words.split())

    return run


def in_database(url: str, act: Callable[[Connection], Any]) -> Any:
    async def run() -> Any:
        engine = open_engine(url)
        async with engine.begin() as connection:
            done = await connection.run_sync(act)
        await engine.dispose()
        return done

    return asyncio.run(run())


def everything(url: str) -> Mapping[str, list[str]]:
    async def run() -> Mapping[str, list[str]]:
        engine = open_engine(url)
        async with engine.connect() as connection:
            tables = await connection.run_sync(tables_of)
            found = {one.name: sorted([line.decode() async for line in lines_of(connection, one)]) for one in tables}
        await engine.dispose()
        return found

    return asyncio.run(run())


@pytest.fixture
def url(database_url: str) -> str:
    """A district that has been at work, on SQLite and on PostgreSQL."""
    in_database(database_url, put)
    return database_url


@pytest.fixture
def bare_url(url: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A database of the other kind, in which nothing has ever been."""
    if url.startswith("postgresql"):
        yield f"sqlite+aiosqlite:///{folder}/bare.db"
        return
    server: Server = request.getfixturevalue("bare_postgres")
    with server.lent("template1") as bare:
        yield bare


@pytest.fixture
def kept(url: str, otklik: Otklik, folder: Path) -> Path:
    assert otklik("backup", "--out", "kept.zip", url=url)[0] == 0
    return folder / "kept.zip"


def next_letter(url: str) -> int:
    """The number that the next letter of the service gets."""
    now = datetime.now(UTC)
    row = {"chat": "vk:1", "platform": "vk", "kind": "message", "content": "{}", "created_at": now, "not_before": now}
    return int(in_database(url, lambda one: one.execute(insert(letters).values(row)).inserted_primary_key[0]))


def test_a_copy_comes_back_into_an_empty_database_of_either_kind(
    url: str,
    kept: Path,
    bare_url: str,
    otklik: Otklik,
    folder: Path,
) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(folder.glob("*.part")) == []
    with zipfile.ZipFile(kept) as archive:
        assert json.loads(archive.read("manifest.json"))["tables"]["appeals"][0] == len(ROWS["appeals"])
    (folder / "var" / "media" / PICTURES_NAME[:2] / PICTURES_NAME).unlink()

    code, words = otklik("restore", str(kept), url=bare_url)
    assert code == 0
    assert "сообщений 3, жителей 3, писем 2, фотографий 1" in words
    assert everything(bare_url) == everything(url)
    assert (folder / "var" / "media" / PICTURES_NAME[:2] / PICTURES_NAME).read_bytes() == PICTURE
    assert next_letter(bare_url) == 41


def test_moving_takes_everything_and_leaves_the_old_database_as_it_was(
    url: str,
    bare_url: str,
    otklik: Otklik,
) -> None:
    before = everything(url)
    code, words = otklik("move", "--to", bare_url.replace("+aiosqlite", "").replace("+asyncpg", ""), url=url)
    assert code == 0
    assert "контрольные суммы сошлись" in words
    assert re.search(rf"{PREFIX}DATABASE_URL=\S+", words)
    assert everything(bare_url) == everything(url) == before
    assert next_letter(bare_url) == 41
    # A rehearsal may be repeated, but only by word, and what was there is kept.
    code, words = otklik("move", "--to", bare_url, url=url)
    assert (code, "уже есть данные" in words, "--replace" in words) == (1, True, True)
    assert otklik("move", "--to", bare_url, "--replace", url=url)[0] == 0
    assert len(list(Path("var/backups").glob("otklik-*.zip"))) == 1
    assert everything(bare_url) == before


def changed(file: Path, name: str, new: str, change: Callable[[bytes], bytes] = bytes) -> Path:
    """The same archive with one part changed or called otherwise; its checksums inside the zip are right."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as made:
        for one in old.namelist():
            data = old.read(one)
            made.writestr(new if one == name else one, change(data) if one == name else data)
    return other


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_is_not_as_it_was_written_changes_nothing(
    kept: Path,
    bare_url: str,
    otklik: Otklik,
    folder: Path,
) -> None:
    whole, appeals, photo = kept.read_bytes(), "tables/appeals.jsonl", f"photos/{PICTURES_NAME}"
    (folder / "short.zip").write_bytes(whole[: len(whole) // 2])
    (folder / "words.zip").write_bytes(b"no archive at all")
    (folder / "rotten.zip").write_bytes(whole.replace(PICTURE, PICTURE.swapcase()))
    files = [folder / "short.zip", folder / "words.zip", folder / "rotten.zip"]

    def refused(file: Path, words: str = "не годится") -> None:
        code, said = otklik("restore", str(file), url=bare_url)
        assert (code, words in said) == (1, True), said

    for one in files:
        refused(one)
    refused(changed(kept, appeals, appeals, lambda data: data.replace("ё".encode(), "е".encode())))
    refused(changed(kept, appeals, appeals, lambda data: b"\n".join(data.splitlines()[1:])))
    refused(changed(kept, photo, photo, lambda data: data + b"!"))
    refused(changed(kept, photo, "photos/../../evil.jpg"))
    refused(changed(kept, photo, "/etc/evil.jpg"))
    refused(changed(kept, appeals, "tables/other.jsonl"))
    newer = changed(
        kept, "manifest.json", "manifest.json", lambda data: data.replace(schema.revisions()[-1].encode(), b"9999")
    )
    refused(newer, "более новая версия")
    refused(folder / "absent.zip", "нет")
    assert in_database(bare_url, lambda one: tables_of(one)) == []
    assert not list(folder.rglob("evil*"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_with_data_is_replaced_only_by_word_and_kept(url: str, kept: Path, otklik: Otklik) -> None:
    before = everything(url)
    in_database(url, lambda one: one.execute(text("UPDATE appeals SET text = 'later'")))
    code, words = otklik("restore", str(kept), url=url)
    assert (code, "уже есть данные" in words) == (1, True)
    assert "later" in "".join(everything(url)["appeals"])
    assert otklik("restore", str(kept), "--replace", url=url)[0] == 0
    assert everything(url) == before
    (safe,) = Path("var/backups").glob("otklik-*.zip")
    with zipfile.ZipFile(safe) as archive:
        assert b"later" in archive.read("tables/appeals.jsonl")


def test_nothing_is_moved_or_restored_under_a_running_service(
    url: str, kept: Path, folder: Path, otklik: Otklik
) -> None:
    other = f"sqlite+aiosqlite:///{folder}/other.db"
    with service_on(url):
        for command in (("restore", str(kept), "--replace"), ("move", "--to", other)):
            code, words = otklik(*command, url=url)
            assert (code, "сейчас работает" in words) == (1, True)
        assert otklik("move", "--to", url, url=other)[0] == 1
        # These two are made for it.
        assert otklik("backup", url=url)[0] == 0
        assert otklik("upgrade", url=url)[0] == 0


@contextmanager
def service_on(url: str) -> Iterator[None]:
    """What a running service holds of its database."""
    if url.startswith("sqlite"):
        with only_service(url):
            yield
        return
    loop = asyncio.new_event_loop()
    shared = SharedPostgres(url)
    loop.run_until_complete(shared.take(["timetable"], 1))
    yield
    loop.run_until_complete(shared.close())
    loop.close()


def test_a_newer_database_is_refused_by_every_command(url: str, kept: Path, otklik: Otklik, folder: Path) -> None:
    in_database(url, lambda one: one.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    other = f"sqlite+aiosqlite:///{folder}/other.db"
    for command in (("upgrade",), ("backup",), ("restore", str(kept), "--replace"), ("move", "--to", other)):
        code, words = otklik(*command, url=url)
        assert (code, "более новой версией" in words) == (1, True), command
    assert otklik("upgrade", url=other)[0] == 0
    code, words = otklik("move", "--to", url, "--replace", url=other)
    assert (code, "более новой версией" in words) == (1, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_target_that_cannot_be_reached_is_named_without_its_password(
    url: str, otklik: Otklik, bare_postgres: Server
) -> None:
    socket = bare_postgres.socket
    for target, words in (
        (f"postgresql://otklik:{SECRET}@127.0.0.1:1/otklik", "сервер не отвечает"),
        (f"postgresql://postgres:{SECRET}@/nowhere?host={socket}", "такой базы на сервере нет"),
        (f"postgresql://stranger:{SECRET}@/postgres?host={socket}", "не подошли"),
        (f"mysql://otklik:{SECRET}@localhost/otklik", "не понят"),
        (f"postgresql://otklik:{SECRET}:@@/", "не понят"),
        (url, "та же самая база"),
        (url.replace("/otklik.db", "/x/../otklik.db"), "та же самая база"),
    ):
        code, said = otklik("move", "--to", target, url=url)
        assert (code, words in said) == (1, True), said


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_is_whole_or_not_there(url: str, otklik: Otklik, folder: Path) -> None:
    large = os.urandom(300_000)
    name = hashlib.sha256(large).hexdigest()[:40] + ".jpg"
    photo = folder / "var" / "media" / name[:2] / name
    photo.parent.mkdir(exist_ok=True)
    photo.write_bytes(large)
    copies, limits = folder / "copies", resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        code, words = otklik("backup", "--out", "copies", url=url)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (code, "кончилось место" in words) == (1, True), words
    assert list(copies.iterdir()) == []

    # What a copy that was killed left behind goes; a photo that has rotten on the disk is named.
    (copies / "otklik-2026-11-01-000000.zip.part").write_bytes(b"half")
    photo.write_bytes(large[:-1])
    code, words = otklik("backup", "--out", "copies", url=url)
    assert (code, f"{name}" in words) == (0, True)
    (made,) = copies.iterdir()
    assert otklik("backup", "--out", str(made), url=url)[0] == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_upgrade_says_what_it_did(bare_url: str, otklik: Otklik) -> None:
    assert "Базы пока нет" in otklik("backup", url=bare_url)[1]
    assert "создана" in otklik("upgrade", url=bare_url)[1]
    assert "уже готова" in otklik("upgrade", url=bare_url)[1]
