"""`otklik run` refuses in Russian what it cannot do."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import PREFIX, Settings
from storage.single import only_service
from tests.e2e.wording import DISTRICT_FILE


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv(f"{PREFIX}DISTRICT", str(DISTRICT_FILE))
    return tmp_path


@pytest.mark.parametrize("role", ["listen", "work", "send", "web"])
def test_a_role_of_its_own_needs_postgresql(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--role", role]) == 1
    words = " ".join("".join(capsys.readouterr()).split())
    assert "Отдельные роли бывают только с PostgreSQL" in words
    assert "Запустите otklik run без --role" in words


def test_a_second_process_on_the_same_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_service(f"sqlite+aiosqlite:///{folder}/var/otklik.db"):
        assert main(["run"]) == 1
    assert "Служба с этой базой уже работает" in " ".join("".join(capsys.readouterr()).split())
