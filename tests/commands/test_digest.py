"""`otklik digest`: the same figures as words and as a picture, in two files; a slip is answered with what to write."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import create_engine, insert

from bot.__main__ import main
from bot.settings import PREFIX, Settings
from storage.tables import appeals, residents, thanks

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    for name in ("district.toml", "areas.geojson"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def lived(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A week in Bulgakovo: one message solved in three hours, one that nobody has answered, and a thanks."""
    assert main(["digest", "--district", "--week", "2026-W40"]) == 0
    capsys.readouterr()
    engine = create_engine("sqlite:///var/otklik.db")
    with engine.begin() as connection:
        connection.execute(insert(residents).values(id=1, name="Анна", since=MONDAY))
        connection.execute(insert(appeals).values(row("26-00001", "Бердино") | solved()))
        connection.execute(insert(appeals).values(row("26-00002", "Бердино")))
        words = {"at": MONDAY, "resident": 1, "settlement": "bulgakovo", "text": "Спасибо, дорога чистая!"}
        connection.execute(insert(thanks).values(words))
    engine.dispose()
    return folder


def row(number: str, locality: str) -> dict[str, object]:
    words = {"number": number, "resident": 1, "chat": "web:1", "text": "Яма", "locality": locality, "address": ""}
    place = {"settlement": "bulgakovo", "topic": "roads.pothole", "desk": "bulgakovo", "status": "new"}
    due = MONDAY + timedelta(days=1)
    return words | place | {"filed_at": MONDAY, "due_at": due, "answer_due_at": due, "solve_due_at": due}


def solved() -> dict[str, object]:
    end = MONDAY + timedelta(hours=3)
    return {"status": "answered", "result": "solved", "first_answer_at": end, "answered_at": end}


def said(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main(["digest", *options])
    words = "\n".join(capsys.readouterr())
    assert "Traceback" not in words
    return code, words


def test_a_head_gets_words_and_a_picture(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, "--settlement", "Булгаковское", "--week", "2026-W47", "--out", "итоги")
    assert (code, words.split()) == (0, ["итоги/bulgakovo-2026-W47.txt", "итоги/bulgakovo-2026-W47.png"])
    text = (lived / "итоги" / "bulgakovo-2026-W47.txt").read_text(encoding="utf-8")
    assert "№ 26-00002 · Ямы и разбитая дорога, Бердино — срок прошёл 17 ноября" in text
    assert "Пришло 2 сообщения (неделей раньше — 0)." in text
    assert "Первый ответ — за 3 ч рабочего времени." in text
    assert "«Спасибо, дорога чистая!»" in text
    with Image.open(lived / "итоги" / "bulgakovo-2026-W47.png") as picture:
        assert (picture.format, picture.width) == ("PNG", 1080)


def test_the_coordinator_gets_the_whole_district_of_a_month(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--district", "--month", "2026-11")[0] == 0
    text = (lived / "district-2026-11.txt").read_text(encoding="utf-8")
    assert text.startswith("📊 Духовщинский район за ноябрь 2026 года")
    assert "Булгаковское: пришло 2, закрыто 1, просрочено 1, в срок 50 %" in text
    assert (lived / "district-2026-11.png").stat().st_size > 10_000


def test_the_neighbour_had_a_quiet_week(lived: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--settlement", "пречистенское", "--week", "2026-W47")[0] == 0
    assert "Тихая неделя" in (lived / "prechistoe-2026-W47.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--settlement", "Марс", "--week", "2026-W47"), "Нет поселения «Марс». Напишите код или название"),
        (("--settlement", "bulgakovo", "--week", "47"), "Напишите год и номер недели: --week 2026-W47."),
        (("--district", "--week", "2025-W53"), "Нет недели «2025-W53»."),
        (("--district", "--month", "ноябрь"), "Нет месяца «ноябрь». Напишите год и месяц: --month 2026-11."),
        (("--district", "--week", "2099-W01"), "ещё не начался"),
    ],
)
def test_a_slip_is_answered_with_what_to_write(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], told: str
) -> None:
    code, words = said(capsys, *options)
    assert (code, told in words) == (1, True)
    assert not list(folder.glob("*.png"))
