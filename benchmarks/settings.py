"""The settings of a service that lives in a temporary folder and knows only our own servers."""

import re
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from benchmarks.processes import ROOT, free_port
from bot.settings import PREFIX, Settings


class Server(Protocol):
    """A fake platform, wherever it runs."""

    @property
    def url(self) -> str: ...
    @property
    def token(self) -> str: ...


# Seconds: long enough for an album to be one message, short enough not to be waited for.
QUIET, RECALL = 0.5, 0.5


def service_settings(
    folder: Path, telegram: Server | None, vk: Server | None, *, database: str | None = None, quiet: float = QUIET
) -> Settings:
    """The district is the one of the repository; the database a file in the folder unless another is given."""
    return Settings(
        _env_file=None,
        district=busy_district(folder),
        database_url=database or f"sqlite+aiosqlite:///{folder / 'otklik.db'}",
        media_dir=folder / "media",
        telegram_token=SecretStr(telegram.token) if telegram else None,
        telegram_api_url=telegram.url if telegram else "http://127.0.0.1:9",
        vk_token=SecretStr(vk.token) if vk else None,
        vk_api_url=vk.url if vk else "http://127.0.0.1:9",
        http_port=free_port(),
        quiet_seconds=quiet,
        recall_seconds=RECALL,
    )


def busy_district(folder: Path) -> Path:
    """The district of the repository, in which a thousand equal messages are not yet an incident: they are counted."""
    words = (ROOT / "district.toml").read_text(encoding="utf-8")
    file = folder / "district.toml"
    file.write_text(re.sub(r"(?m)^incident_count = .*$", "incident_count = 1000", words), encoding="utf-8")
    for areas in ROOT.glob("*.geojson"):
        (folder / areas.name).write_bytes(areas.read_bytes())
    return file


def service_environment(settings: Settings) -> dict[str, str]:
    """The same for a process of its own."""
    found = {}
    for name, value in settings:
        if value is not None:
            plain = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
            found[PREFIX + name.upper()] = plain
    return found
