"""A process of one role has that role's loops, and loads nothing that it does not need."""

from pathlib import Path

import pytest

from bot.bootstrap import open_house
from bot.roles import ROLES, Role
from bot.settings import Settings

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("role", "reads"), [("send", False), ("listen", False), ("work", True), ("web", True)])
async def test_only_who_reads_messages_loads_the_model(tmp_path: Path, role: Role, reads: bool) -> None:
    settings = Settings(
        _env_file=None,
        district=ROOT / "district.toml",
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}",
        media_dir=tmp_path,
    )
    async with open_house(settings, roles=frozenset({role})) as house:
        assert bool(house.loads) is reads
        assert house.roles == {role} < ROLES
