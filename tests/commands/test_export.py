"""`otklik export`, really run: a file that opens, on both databases, and for everything wrong a sentence."""

import asyncio
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.__main__ import main
from bot.settings import PREFIX
from storage.database import open_engine
from tests.storage.archive import Archive, at

ROOT = Path(__file__).parents[2]
NOVEMBER = ("export", "--from", "2026-11-01", "--to", "2026-11-30")


def run(work: Coroutine[Any, Any, object]) -> None:
    asyncio.run(work)


async def _lived(url: str) -> None:
    """A week: one solved after a question, one that nobody answered, and one of December."""
    engine = open_engine(url)
    archive = await Archive(engine).opened()
    solved = await archive.filed(
        at(0),
        (at(1), "reply"),
        text='=HYPERLINK("http://example.org")',
        status="closed",
        first_answer_at=at(0, 1),
        answered_at=at(1, 5),
        closed_at=at(2),
        result="solved",
        rating="good",
        closing="satisfied",
        accepted_by="Иван",
        accepted_at=at(0, 1),
        locality="Бабино",
        address="ул. Мира, 5",
    )
    await archive.happened(solved, (at(0, 1), "ask"), text="Где именно?")
    await archive.filed(at(3), text="Не горит фонарь; темно")
    await archive.filed(at(15), text="Это уже в декабре")
    await engine.dispose()


@pytest.fixture
def place(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", database_url)
    monkeypatch.setenv(f"{PREFIX}DISTRICT", str(ROOT / "district.toml"))
    return tmp_path


@pytest.fixture
def district(place: Path, database_url: str) -> Path:
    run(_lived(database_url))
    return place


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_month_for_excel(district: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(NOVEMBER) == 0
    content, told = capsysbinary.readouterr()
    first, second = table(content)
    assert told == b""
    assert (first["Номер"], first["Отправлено"], first["Состояние"]) == ("26-00001", "16.11.2026 09:00:00", "закрыто")
    assert (first["Тема"], first["Отдел"]) == ("Ямы и разбитая дорога", "Отдел дорог района")
    assert first["Сообщение"] == '\'=HYPERLINK("http://example.org")'
    assert (first["В срок?"], first["Оценка автора"], first["Чем закончилось"]) == (
        "с опозданием",
        "доволен",
        "автор доволен",
    )
    assert second["Сообщение"] == "Не горит фонарь; темно"
    assert second["Закрыто"] == ""
    assert None not in first.values()


def test_the_last_day_is_included_and_days_are_those_of_the_district(
    district: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """The second message came on Thursday the 19th, the third on Tuesday the 1st of December."""
    for first, last, numbers in (
        ("2026-11-19", "2026-11-19", ["26-00002"]),
        ("20.11.2026", "01.12.2026", ["26-00003"]),
        ("2026-11-16", "2026-12-31", ["26-00001", "26-00002", "26-00003"]),
    ):
        assert main(["export", "--from", first, "--to", last, "--format", "jsonl"]) == 0
        lines = capsysbinary.readouterr().out.splitlines()
        assert [json.loads(one)["number"] for one in lines] == numbers


def test_a_workbook(district: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*NOVEMBER, "--out", "ноябрь.xlsx"]) == 0
    told, nobody = capsys.readouterr().err.splitlines()
    assert told == "Записано сообщений: 2. Файл: ноябрь.xlsx"
    assert "Имён, телефонов и адресов жителей в мессенджерах в выгрузке нет" in nobody
    heading, first, second = load_workbook("ноябрь.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(heading, first, strict=True))["Отправлено"] == datetime(2026, 11, 16, 9)
    assert dict(zip(heading, second, strict=True))["Сообщение"] == "Не горит фонарь; темно"
    assert [one.name for one in district.glob("*.part")] == []


def test_the_incident_layout(district: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([*NOVEMBER, "--layout", "incident"]) == 0
    first, second = table(capsysbinary.readouterr().out)
    assert len(first) == 46
    assert (first["Дата создания"], first["Итог"]) == ("2026-11-16 09:00:00", "Решено")
    assert (first["Общий текст первого ответа"], first["1ый ответ ПИ"]) == ("Где именно?", "Где именно?")
    assert first["Время с даты создания инцидента до времени первого ответа, рабочее время"] == "0 days 01:00:00"
    assert (second["Итог"], second["Причина закрытия"], second["Опрос отправлен"]) == ("", "", "Нет")


def test_a_quiet_time_is_a_heading_and_a_sentence(place: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(NOVEMBER) == 0
    content, told = capsysbinary.readouterr()
    assert content.decode("utf-8-sig").startswith("Номер;Отправлено;")
    assert content.count(b"\r\n") == 1
    assert told.decode() == "За это время сообщений не было.\n"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Укажите первый и последний день"),
        (("--from", "2026-11-01"), "Укажите первый и последний день"),
        (("--from", "2026-13-01", "--to", "2026-11-30"), "«2026-13-01» — не дата"),
        (("--from", "2026-11-01", "--to", "9999-12-31"), "«9999-12-31» — не дата"),
        (("--from", "2026-11-30", "--to", "2026-11-01"), "--from 2026-11-01 --to 2026-11-30"),
        ((*NOVEMBER[1:], "--format", "doc"), "--format csv, --format xlsx или --format jsonl"),
        ((*NOVEMBER[1:], "--out", "ноябрь.doc"), "--format csv, --format xlsx или --format jsonl"),
        ((*NOVEMBER[1:], "--format", "xlsx"), "--out сообщения.xlsx"),
        ((*NOVEMBER[1:], "--layout", "other"), "--layout incident"),
        ((*NOVEMBER[1:], "--out", "нет/такой/ноябрь.csv"), "Файл нет/такой/ноябрь.csv не записывается"),
        ((*NOVEMBER[1:], "--out", "."), "не записывается"),
    ],
)
def test_whatever_is_wrong_is_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert main(["export", *arguments]) == 1
    output, sentence = capsys.readouterr()
    assert (output, sentence.count("\n"), "Traceback" in sentence) == ("", 1, False)
    assert told in sentence
    assert re.search("[А-Яа-я]", sentence)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_that_breaks_off_leaves_the_older_file(
    district: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = district / "ноябрь.csv"
    assert main([*NOVEMBER, "--out", file.name]) == 0
    whole = file.read_bytes()
    Path(database_url.partition(":///")[2]).write_bytes(b"this is no database at all" * 100)
    assert main([*NOVEMBER, "--out", file.name]) == 1
    assert "База данных не открывается" in capsys.readouterr().err
    assert [one.name for one in district.glob("ноябрь*")] == [file.name]
    assert file.read_bytes() == whole


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_reader_that_has_seen_enough_is_no_trouble(district: Path) -> None:
    """A process of its own, in a poor locale, as `otklik export … | head -1`."""
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *NOVEMBER], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0
