"""The command line speaks Russian: its help, what it refuses, and what the system refused."""

import re
from pathlib import Path

import pytest

from bot.__main__ import _parser, main
from bot.commands import ALL

ENGLISH = re.compile(
    r"usage|error|argument|options|show this|required|invalid|unrecognized|errno|no such", re.IGNORECASE
)
COMMANDS = [one.__name__.rsplit(".", 1)[1].replace("_", "-") for one in ALL]


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(words)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Как писать: otklik" in said.err
    assert not ENGLISH.search(said.err), said.err
    return " ".join(said.err.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "не хватает: КОМАНДА"),
        ("rnu", "нет такого — «rnu». Выберите: "),
        ("run --fast", "не понять, что такое --fast"),
        ("run --role boss", "--role: нет такого — «boss». Выберите: "),
        ("run --role", "--role: после этого нужно значение"),
        ("demo --port high", "--port: нужно целое число, а написано «high»"),
        ("digest --week 2026-W47", "нужно что-то одно: --settlement --district"),
        ("digest --district --week 2026-W47 --month 2026-11", "--month: вместе с --week это не пишут"),
        ("digest --district=yes --week 2026-W47", "--district: здесь значения не пишут, а написано «yes»"),
        ("digest --settlement --week 2026-W47", "--settlement: после этого нужно что-нибудь написать"),
        ("db", "не хватает: ЧТО"),
        ("db restore", "не хватает: ФАЙЛ"),
        ("db move", "не хватает: --to"),
        ("invite desk", "не хватает: "),
    ],
)
def test_a_mistake_is_told_in_russian_with_the_way_to_write_it(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told in refused(capsys, *words.split())


@pytest.mark.parametrize("words", [[], *([one] for one in COMMANDS), ["db", "restore"], ["db", "move"]])
def test_help_is_russian(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args([*words, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("Как писать: otklik")
    assert "показать эту подсказку" in said
    assert not ENGLISH.search(said), said


def test_what_the_system_refuses_is_told_in_russian(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTKLIK_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/otklik.db")
    monkeypatch.setenv("OTKLIK_DISTRICT", str(Path(__file__).parents[2] / "district.toml"))
    export = ("export", "--from", "2026-11-01", "--to", "2026-11-30", "--format", "csv", "--out")
    (tmp_path / "file").touch()
    for out, told in ((tmp_path / "nodir" / "a.csv", "такого файла или папки нет"), (tmp_path, "это папка")):
        assert main([*export, str(out)]) == 1
        said = capsys.readouterr().err
        assert told in said
        assert not ENGLISH.search(said)
    assert main([*export, str(tmp_path / "file" / "a.csv")]) == 1
    assert "посреди пути стоит файл" in capsys.readouterr().err
