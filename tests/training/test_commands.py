"""`otklik train`, `evaluate` and `model`, as a person gives them."""

import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "triage" / "messages_topics.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    shutil.copy(OWN, tmp_path / "messages.csv")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    code = main(command)
    words = "\n".join(capsys.readouterr())
    assert "Traceback" not in words
    return code, words


def test_a_table_is_measured(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, "evaluate", "messages.csv")
    assert code == 0
    assert all(one in words for one in ("тема среди трёх", "ECE", "144", "отвечать на"))


def test_a_model_is_written_with_its_card(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, "train", "messages.csv", "--out", "model.npz")
    assert (code, "Модель записана: model.npz" in words) == (0, True)
    assert (folder / "model.npz").exists()
    assert "macro F1" in (folder / "model.npz.md").read_text(encoding="utf-8")


def test_a_model_that_is_not_better_is_not_installed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, "train", "messages.csv", "--with-corrections")
    assert (code, "прежняя: тема" in words, "новая:   тема" in words) == (0, True, True)
    installed = (folder / "var" / "model" / "topics.npz").exists()
    assert installed is ("установлена" in words)
    assert installed is not ("осталась прежняя" in words)


def test_without_installed_models_the_shipped_one_reads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "модель из поставки" in said(capsys, "model")[1]
    assert "Возвращать нечего" in said(capsys, "model", "rollback")[1]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("train",), "Укажите таблицу"),
        (("train", "messages.csv"), "Укажите, куда записать"),
        (("train", "absent.csv", "--out", "m.npz"), "Не получилось"),
        (("evaluate", "wrong.csv"), "нет столбца «topic»"),
        (("train", "few.csv", "--out", "m.npz"), "слишком мало"),
    ],
)
def test_what_is_missing_is_said_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], told: str
) -> None:
    (folder / "wrong.csv").write_text("text,theme\nЯма,roads.pothole\n", encoding="utf-8")
    (folder / "few.csv").write_text("text,topic\nЯма,roads.pothole\n", encoding="utf-8")
    code, words = said(capsys, *command)
    assert (code, told in words) == (1, True), words
