"""The settings: environment variables and `.env` become one frozen object, or a list of what to mend."""

import os
import re
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.appeals.toml_table import alike
from bot.hiding import never_write, password_of

PREFIX = "OTKLIK_"
OPEN_PARTS = frozenset({"topics", "settlements", "times", "pictures", "map", "cases", "open311"})
DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")


_ADDRESS = re.compile(r"https?://[^\s/?#]+(/[^\s?#]*)?")


class SettingsError(Exception):
    """What is wrong with the settings, in Russian, a line each; values are not repeated: they may be secrets."""


class Settings(BaseSettings):
    """Everything that differs between two installations; described for people in `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    district: Path = Path("district.toml")
    database_url: str = Field(default="sqlite+aiosqlite:///var/otklik.db", repr=False)
    media_dir: Path = Path("var/media")
    model_dir: Path = Path("var/model")

    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_secret: SecretStr | None = None

    vk_token: SecretStr | None = None
    vk_api_url: str = "https://api.vk.com"
    vk_mode: Literal["polling", "webhook"] = "polling"
    vk_confirmation: SecretStr | None = None
    vk_secret: SecretStr | None = None

    public_url: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=1, le=65535)
    status_host: str = "127.0.0.1"
    status_port: int = Field(default=0, ge=0, le=65535)
    embed_on: str = ""
    tiles: str = ""
    tiles_credit: str = ""
    open_figures: Literal["off", "on"] = "off"
    open_figures_days: int = Field(default=90, ge=7, le=366)
    open_figures_parts: str = "topics,settlements,times,pictures,map,cases,open311"

    keep_contacts_days: int = Field(default=365, ge=30, le=3650)
    recall_seconds: float = Field(default=20, ge=0, le=600)
    quiet_seconds: float = Field(default=1.5, ge=0, le=30)
    log_format: Literal["text", "json"] = "text"

    @field_validator("telegram_token", "telegram_secret", "vk_token", "vk_confirmation", "vk_secret", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        # «OTKLIK_VK_TOKEN=» in .env means that VK is not used.
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("telegram_token")
    @classmethod
    def _whole_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"\d+:\S+", value.get_secret_value()):
            raise ValueError("token")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        try:
            known = make_url(value).drivername in DRIVERS
        except ArgumentError:
            known = False
        if not known:
            raise ValueError("database")
        return value

    @field_validator("embed_on")
    @classmethod
    def _origins(cls, value: str) -> str:
        # They become a header of every page: nothing but scheme, host and port comes through.
        sites = [one.lower().rstrip("/") for one in re.split(r"[\s,]+", value) if one]
        if not all(re.fullmatch(r"https?://[a-z0-9.-]+(:\d{1,5})?", one) for one in sites):
            raise ValueError("sites")
        return " ".join(sites)

    @field_validator("open_figures_parts")
    @classmethod
    def _known_parts(cls, value: str) -> str:
        parts = [one for one in re.split(r"[\s,]+", value) if one]
        if not set(parts) <= OPEN_PARTS:
            raise ValueError("parts")
        return ",".join(parts)

    @field_validator("tiles")
    @classmethod
    def _tile_address(cls, value: str) -> str:
        whole = re.fullmatch(r"(https?://[a-z0-9.-]+(:\d{1,5})?)?/[\w./{}?=&%-]*", value)
        if value and not (whole and all(part in value for part in ("{z}", "{x}", "{y}"))):
            raise ValueError("tiles")
        return value

    @field_validator("telegram_api_url", "vk_api_url", "public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("address")
        return value.rstrip("/")

    @field_validator("http_host", "status_host")
    @classmethod
    def _host(cls, value: str) -> str:
        if re.search(r"\s|/", value) or re.fullmatch(r"[^:]+:\d+", value):
            raise ValueError("host")
        return value


# What to write, for the settings where that is not obvious.
ADVICE = {
    "telegram_token": "скопируйте токен из @BotFather целиком: цифры, двоеточие, буквы",
    "database_url": "напишите sqlite+aiosqlite:///var/otklik.db или postgresql+asyncpg://имя:пароль@сервер/база",
    "telegram_mode": "напишите polling или webhook",
    "vk_mode": "напишите polling или webhook",
    "log_format": "напишите text или json",
    "http_host": "напишите адрес машины без порта, например 127.0.0.1; порт пишут в OTKLIK_HTTP_PORT",
    "http_port": "напишите число от 1 до 65535, например 8080",
    "status_host": "напишите адрес машины без порта, например 127.0.0.1; порт пишут в OTKLIK_STATUS_PORT",
    "status_port": "напишите число от 1 до 65535, например 9090, или 0, если он не нужен",
    "recall_seconds": "напишите число секунд от 0 до 600, например 20",
    "quiet_seconds": "напишите число секунд от 0 до 30, например 1.5",
    "keep_contacts_days": "напишите число дней от 30 до 3650, например 365",
    "telegram_api_url": "напишите адрес, который начинается с https://",
    "vk_api_url": "напишите адрес, который начинается с https://",
    "embed_on": "напишите адреса сайтов через пробел, каждый с https:// и без пути, например https://admin.example.ru",
    "tiles": "напишите адрес картинок карты с {z}, {x} и {y}, например https://tiles.example.ru/{z}/{x}/{y}.png",
    "open_figures": "напишите on или off",
    "open_figures_days": "напишите число дней от 7 до 366, например 90",
    "open_figures_parts": f"напишите через запятую, что показывать: {', '.join(sorted(OPEN_PARTS))}",
    "public_url": "напишите адрес сервера, который начинается с https://, например https://otklik.example.ru",
}


ENCODING = "файл сохранён не в той кодировке. В «Блокноте» выберите «Сохранить как» и кодировку UTF-8"


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Raises SettingsError with every setting that is wrong, its name and what to write there."""
    try:
        unknown = _unknown(env_file)
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        lines = [_line(str(one["loc"][0])) for one in error.errors()]
        raise SettingsError("\n".join(dict.fromkeys([*unknown, *lines]))) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file}: {ENCODING}") from None
    never_write(_secrets(settings))
    mistakes = [*unknown, *_missing_for_webhook(settings)]
    if mistakes:
        raise SettingsError("\n".join(mistakes))
    return settings


def _secrets(settings: Settings) -> list[str]:
    """Whatever must not be written anywhere."""
    values = [getattr(settings, name) for name in Settings.model_fields]
    secret = [one.get_secret_value() for one in values if isinstance(one, SecretStr)]
    return [*secret, password_of(settings.database_url)]


def _unknown(env_file: Path | None) -> list[str]:
    """Names that begin like ours and are none: a setting that is mistyped would be passed over without a word."""
    written = (
        dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
        if env_file is not None and env_file.is_file()
        else {}
    )
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    names = [one for one in (*written, *os.environ) if one.upper().startswith(PREFIX) and one.upper() not in known]
    strange = [f"{one}: такой настройки нет.{alike(one.upper(), known)}" for one in dict.fromkeys(names)]
    bare = [one for one, value in written.items() if value is None and one.upper() in known]
    return [*strange, *(f"{one}: после названия нужен знак «=» и значение, в одной строке" for one in bare)]


def _line(field: str) -> str:
    return f"{PREFIX}{field.upper()}: {ADVICE.get(field, 'не получилось прочитать, посмотрите пример в .env.example')}"


def _missing_for_webhook(settings: Settings) -> list[str]:
    """A webhook without its secret would let anybody speak for the platform."""
    lines = []
    if settings.telegram_token and settings.telegram_mode == "webhook":
        if not settings.telegram_secret:
            lines.append(
                f"{PREFIX}TELEGRAM_SECRET: придумайте и напишите секрет — латинские буквы и цифры, без пробелов"
            )
        if not settings.public_url:
            lines.append(_line("public_url"))
    if settings.vk_token and settings.vk_mode == "webhook":
        if not settings.vk_secret:
            lines.append(f"{PREFIX}VK_SECRET: напишите секретный ключ из настроек Callback API сообщества")
        if not settings.vk_confirmation:
            lines.append(
                f"{PREFIX}VK_CONFIRMATION: напишите строку, которую должен вернуть сервер, из настроек Callback API"
            )
    return list(dict.fromkeys(lines))
