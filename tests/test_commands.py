"""The command line: whatever is wrong, a person reads what to mend, and never a traceback."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.settings import PREFIX, Settings
from storage.database import open_engine
from tests.conftest import Server

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a district is about to be switched on: its file, the borders it names, and nothing else."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    # Another program of this machine may have the usual one.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv(f"{PREFIX}HTTP_PORT", str(free.getsockname()[1]))
    shutil.copy(ROOT / "district.toml", tmp_path)
    shutil.copy(ROOT / "areas.geojson", tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    """The exit code, and all that was said, its lines put together again."""
    code = main(command)
    words = "\n".join(capsys.readouterr())
    assert "Traceback" not in words
    return code, re.sub(r"[\s│]+", " ", words)


def test_check_in_a_fresh_folder_shows_a_table_and_what_to_do(folder: Path) -> None:
    """The only one that starts a process of its own, as a person does; the others cost too much so."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check"], cwd=folder, env=environment, capture_output=True, timeout=120
    )
    table = done.stdout.decode()
    assert (done.returncode, done.stderr.decode()) == (1, "")
    assert all(len(line) <= 80 for line in table.splitlines())
    rows = re.sub(r"[\s│]+", " ", table)
    assert "✓ Район Духовщинский район: поселений 5" in rows
    assert "✗ База данных не готова: её приготовит команда otklik run" in rows
    assert "OTKLIK_TELEGRAM_TOKEN пуст" in rows
    assert "✗ Отдел дорог района нет чата: выполните otklik invite desk roads" in rows
    assert "Есть что поправить" in rows


def test_after_the_first_invite_the_database_is_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, "invite", "desk", "отдел", "дорог")
    assert code == 0
    assert "Отдел дорог района: код действует сутки" in words
    assert re.search(r" [2-9A-Z]{4}-[2-9A-Z]{4} ", words)
    code, words = said(capsys, "check")
    assert (code, "✓ База данных на месте" in words) == (1, True)
    assert re.search("✓ Входящие ждут 0, не разобрано [а-я ]*0 ", words)


def test_a_name_that_is_not_clear_is_answered_with_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (("desk", "поселение"), ("desk", "космос"), ("head", "Марс")):
        code, words = said(capsys, "invite", *command)
        assert code == 1
        assert "tretyakovo — " in words
    assert said(capsys, "invite", "head", "Бабино")[0] == 0
    assert said(capsys, "invite", "coordinator")[0] == 0


def test_whoever_reads_through_a_pipe_may_stop_reading(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in «otklik invite coordinator | head -1»."""
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w", encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdout", nobody)
        assert main(("invite", "coordinator")) == 0
    assert "BrokenPipe" not in capsys.readouterr().err


def test_without_a_district_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "district.toml").unlink()
    code, words = said(capsys, "check")
    assert (code, "✗ Район district.toml: файл не открывается" in words) == (1, True)
    code, words = said(capsys, "run")
    assert (code, "Возьмите за образец district.toml" in words) == (1, True)


def test_with_a_wrong_district_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "district.toml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace('time_zone = "Europe/Moscow"', 'time_zone = "Москва"'), encoding="utf-8")
    line = right[: right.index("time_zone = ")].count("\n") + 1
    for command in ("check", "run"):
        code, words = said(capsys, command)
        assert (code, f"строка {line}" in words, "Europe/Moscow" in words) == (1, True, True)


def test_square_brackets_are_shown_as_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are names of places in the file, or of a desk, and mean no colours."""
    file = folder / "district.toml"
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("Отдел дорог района", "Отдел [red]дорог[/bold]"), encoding="utf-8")
    assert "Отдел [red]дорог[/bold] нет чата" in said(capsys, "check")[1]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("DATABASE_URL", "postgres://otklik:hidden@localhost/otklik", "OTKLIK_DATABASE_URL: напишите"),
        ("HTTP_PORT", "80a", "OTKLIK_HTTP_PORT: напишите число"),
        ("TELEGRAM_TOKEN", "hidden", "OTKLIK_TELEGRAM_TOKEN: скопируйте токен"),
    ],
)
def test_with_a_wrong_setting(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: str,
    told: str,
) -> None:
    monkeypatch.delenv(PREFIX + setting, raising=False)
    (folder / ".env").write_text(f"{PREFIX}{setting}={value}\n", encoding="utf-8")
    for command in (("check",), ("run",), ("invite", "coordinator")):
        code, words = said(capsys, *command)
        assert (code, told in words, "hidden" in words) == (1, True, False)


def test_with_a_database_that_cannot_be_opened(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bare_postgres: Server
) -> None:
    (folder / "broken.db").write_bytes(b"this is no database at all" * 100)
    (folder / "file").touch()
    for url in (
        "sqlite+aiosqlite:///broken.db",
        "sqlite+aiosqlite:///file/otklik.db",
        "postgresql+asyncpg://otklik:hidden@127.0.0.1:1/otklik",
        bare_postgres.url("nowhere"),
    ):
        monkeypatch.setenv("OTKLIK_DATABASE_URL", url)
        for command in (("check",), ("run",), ("invite", "coordinator")):
            code, words = said(capsys, *command)
            assert (code, "hidden" in words) == (1, False)
            assert re.search(r"не открывается|Не получилось", words), url


def test_with_the_database_of_a_later_version(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", database_url)
    asyncio.run(_grow_newer(database_url))
    for command in (
        ("check",),
        ("run",),
        ("invite", "coordinator"),
        ("export", "--from", "2026-11-01", "--to", "2026-11-02", "--out", "table.csv"),
        ("digest", "--district", "--week", "2026-W30"),
        ("open311-key",),
    ):
        code, words = said(capsys, *command)
        assert code == 1, command
        assert "более новой версией" in words, (command, words)
        assert "бновите программу" in words


async def _grow_newer(url: str) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
