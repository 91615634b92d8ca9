"""A process of one role has that role's loops, and loads nothing that it does not need."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.bootstrap import open_house
from bot.roles import ROLES, Role
from bot.settings import Settings

ROOT = Path(__file__).parents[1]


def settings_for(folder: Path, database_url: str) -> Settings:
    return Settings(_env_file=None, district=ROOT / "district.toml", database_url=database_url, media_dir=folder)


@pytest.mark.parametrize(("role", "reads"), [("send", False), ("listen", False), ("work", True), ("web", True)])
async def test_only_who_reads_messages_loads_the_model(tmp_path: Path, role: Role, reads: bool) -> None:
    settings = settings_for(tmp_path, f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}")
    async with open_house(settings, roles=frozenset({role})) as house:
        assert bool(house.loads) is reads
        assert house.roles == {role} < ROLES


async def test_a_service_that_hangs_in_the_middle_of_something_does_not_keep_it(
    tmp_path: Path, postgres_url: str
) -> None:
    async with open_house(settings_for(tmp_path, postgres_url)) as house, house.engine.connect() as connection:
        given = await connection.execute(text("SHOW idle_in_transaction_session_timeout"))
        assert given.scalar_one() == "20s"
