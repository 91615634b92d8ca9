"""`otklik open311-key`: a key is shown once, known by its digest alone, listed by name and ended."""

import sqlite3
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import PREFIX
from bot.usecases.posting import key_digest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}")
    monkeypatch.setenv(f"{PREFIX}DISTRICT", str(ROOT / "district.toml"))
    return tmp_path / "otklik.db"


def test_a_key_lives_from_its_making_to_its_end(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open311-key"]) == 0
    assert "Ключей пока нет" in capsys.readouterr().out
    assert main(["open311-key", "Карта", "ям"]) == 0
    words = capsys.readouterr().out
    (key,) = [line.strip() for line in words.splitlines() if line.startswith("    ")]
    assert "OTKLIK_OPEN_FIGURES=on" in words
    with sqlite3.connect(database) as kept:
        assert kept.execute("SELECT name, digest FROM open311_keys").fetchall() == [("Карта ям", key_digest(key))]
    kept.close()

    assert main(["open311-key", "Карта", "ям"]) == 1
    assert "уже есть" in capsys.readouterr().err
    assert main(["open311-key", "Карта", "ям", "--revoke"]) == 0
    assert main(["open311-key", "Карта", "ям", "--revoke"]) == 1
    assert "Действующего ключа" in capsys.readouterr().err
    assert main(["open311-key"]) == 0
    assert "Карта ям — с" in (listed := capsys.readouterr().out)
    assert "не действует" in listed


@pytest.mark.parametrize("name", ["x" * 41, "<b>", "a/b"])
def test_a_name_that_officials_could_not_read_is_refused(
    name: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["open311-key", name]) == 1
    assert "Имя ключа" in capsys.readouterr().err
    assert main(["open311-key", "--revoke"]) == 1
