"""Settings: all described in `.env.example`, each mistake named in Russian, no secret ever shown."""

import re
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
NAMES = {PREFIX + name.upper() for name in Settings.model_fields}
SECRETS = {
    "TELEGRAM_TOKEN": "123456:AAE-telegram-secret",
    "TELEGRAM_SECRET": "telegram-webhook-secret",
    "VK_TOKEN": "vk1.a.vk-secret",
    "VK_CONFIRMATION": "vk-confirmation-secret",
    "VK_SECRET": "vk-webhook-secret",
    "DATABASE_URL": "postgresql+asyncpg://otklik:database-secret@localhost/otklik",
}
WRONG = {
    "DATABASE_URL": ["postgres://otklik@localhost/otklik", "mysql://localhost/otklik", "otklik.db", "http://[::1"],
    "TELEGRAM_TOKEN": ["мой токен", "123456", "123456:", "123 456:AA BB"],
    "TELEGRAM_API_URL": ["api.telegram.org"],
    "TELEGRAM_MODE": ["вебхук", "Polling "],
    "VK_API_URL": ["ftp://api.vk.com"],
    "VK_MODE": ["longpoll"],
    "PUBLIC_URL": ["otklik.example.ru", "https://", "https://otklik example.ru", "https://a.ru/?x"],
    "HTTP_HOST": ["localhost:80", "127.0.0.1/", "мой сервер"],
    "HTTP_PORT": ["восемьдесят", "0", "65536", "80.5"],
    "STATUS_HOST": ["localhost:80", "127.0.0.1/"],
    "STATUS_PORT": ["девять", "-1", "65536"],
    "EMBED_ON": ["admin.example.ru", "https://admin.example.ru/page", "https://a.ru; script-src *", "https://*"],
    "TILES": ["tiles.example.ru", "https://tiles.example.ru/map.png", "https://a.ru 'unsafe-inline'/{z}/{x}/{y}"],
    "OPEN_FIGURES": ["yes", "вкл"],
    "OPEN_FIGURES_DAYS": ["6", "367", "квартал"],
    "OPEN_FIGURES_PARTS": ["topics,names", "всё"],
    "KEEP_CONTACTS_DAYS": ["0", "29", "год"],
    "RECALL_SECONDS": ["-1", "601", "долго"],
    "QUIET_SECONDS": ["-0.1", "31"],
    "LOG_FORMAT": ["xml"],
}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no settings of the machine that runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def refused() -> str:
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    return str(refusal.value)


def test_every_setting_is_in_the_example_and_the_reverse() -> None:
    assert set(re.findall(rf"^#?({PREFIX}\w+)=", EXAMPLE, re.MULTILINE)) == NAMES


def test_the_example_shows_the_defaults() -> None:
    """What stands behind a «#» is what holds without the line; the public address is only an example."""
    settings = Settings(_env_file=None)
    for name, value in re.findall(rf"^#?{PREFIX}(\w+)=(.*)$", EXAMPLE, re.MULTILINE):
        if name != "PUBLIC_URL":
            default = getattr(settings, name.lower())
            assert value == ("" if default is None else f"{default:g}" if isinstance(default, float) else str(default))


def test_the_example_can_be_used_as_it_is() -> None:
    Path(".env").write_text(EXAMPLE, encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)


def test_an_emptied_line_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("".join(f"{name}=\n" for name in NAMES), encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)
    monkeypatch.setenv("OTKLIK_VK_TOKEN", "  ")
    assert load_settings().vk_token is None


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_gives_a_line_that_names_the_setting(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    line = refused()
    assert re.fullmatch(rf"{PREFIX}{name}: [а-яё][^\n]+", line)
    assert "посмотрите пример" not in line


def test_every_mistake_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, values in WRONG.items():
        monkeypatch.setenv(PREFIX + name, values[0])
    assert [line.partition(":")[0].removeprefix(PREFIX) for line in refused().splitlines()] == list(WRONG)


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(PREFIX + name, value)
    settings = load_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == SECRETS["TELEGRAM_TOKEN"]
    monkeypatch.setenv("OTKLIK_HTTP_PORT", "никакой")
    for told in (str(settings), repr(settings), refused()):
        assert "-secret" not in told


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "DATABASE_URL"])
def test_a_wrong_secret_is_not_repeated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, "x" + SECRETS[name])
    assert "-secret" not in refused()


def test_a_webhook_without_its_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody could speak in the platform's name."""
    for name in ("TELEGRAM_TOKEN", "VK_TOKEN"):
        monkeypatch.setenv(PREFIX + name, SECRETS[name])
    for name in ("TELEGRAM_MODE", "VK_MODE"):
        monkeypatch.setenv(PREFIX + name, "webhook")
    for name in ("TELEGRAM_SECRET", "VK_SECRET"):
        monkeypatch.setenv(PREFIX + name, " ")
    lines = refused().splitlines()
    wanted = ["TELEGRAM_SECRET", "PUBLIC_URL", "VK_SECRET", "VK_CONFIRMATION"]
    assert [line.partition(":")[0].removeprefix(PREFIX) for line in lines] == wanted

    for name in wanted:
        monkeypatch.setenv(PREFIX + name, SECRETS.get(name, "https://otklik.example.ru/"))
    assert load_settings().public_url == "https://otklik.example.ru"


def test_a_webhook_of_a_platform_that_is_not_used_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTKLIK_TELEGRAM_MODE", "webhook")
    assert load_settings().telegram_token is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_file_of_a_windows_editor_is_read(encoding: str) -> None:
    Path(".env").write_text("OTKLIK_HTTP_PORT=8081\r\n# порт\r\n", encoding=encoding)
    assert load_settings().http_port == 8081


def test_a_file_in_another_encoding_is_refused_with_the_way_out() -> None:
    Path(".env").write_text("# порт\nOTKLIK_HTTP_PORT=8081\n", encoding="cp1251")
    assert "UTF-8" in refused()


def test_a_name_that_is_mistyped_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("OTKLIK_HTTP_PRT=80\nOTKLIK_LOG_FORMAT\nPATH_OF_ANOTHER=1\n", encoding="utf-8-sig")
    monkeypatch.setenv("OTKLIK_TELEGRAM_TOKN", "hidden")
    with pytest.raises(SettingsError) as refusal:
        load_settings(env_file)
    told = str(refusal.value)
    assert "OTKLIK_HTTP_PRT: такой настройки нет. Возможно, вы имели в виду «OTKLIK_HTTP_PORT»." in told
    assert "OTKLIK_TELEGRAM_TOKN: такой настройки нет. Возможно, вы имели в виду «OTKLIK_TELEGRAM_TOKEN»." in told
    assert "OTKLIK_LOG_FORMAT: после названия нужен знак «=»" in told
    assert "hidden" not in told
    assert len(told.splitlines()) == 3
