"""From the schema of every version, with data in it: all of it is there afterwards, and the service goes on."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.appeals.district import District
from bot.dialogs.events import ButtonPressed
from bot.triage.dispatcher import Dispatcher
from storage import schema
from storage.database import reading
from storage.metadata import metadata
from storage.portable import lines_of, tables_of
from tests.storage.old_rows import ROWS, put
from tests.storage.stairs import old, postgres_stairs, sqlite_stairs, url_of_old  # noqa: F401 - fixtures
from tests.usecases.conftest import dispatcher, district  # noqa: F401 - fixtures
from tests.usecases.world import LAMP, World

OLD = schema.revisions()[:-1]
# All end at the same tables with the same rows: for the service itself, the far ends and one between are enough.
SERVED = {OLD[0], OLD[5], OLD[-1]}


async def everything(connection: AsyncConnection) -> dict[str, list[dict[str, Any]]]:
    tables = await connection.run_sync(tables_of)
    return {one.name: [json.loads(line) async for line in lines_of(connection, one)] for one in tables}


def test_there_are_rows_for_every_table() -> None:
    """Whoever makes a table says here what stands in it; a table of no version would never be copied."""
    assert set(ROWS) == set(metadata.tables)


@pytest.mark.parametrize("revision", OLD)
async def test_a_database_of_any_version_is_brought_up_whole_and_goes_on(
    revision: str,
    old: AsyncEngine,  # noqa: F811 - the fixture
    tmp_path: Path,
    district: District,  # noqa: F811
    dispatcher: Dispatcher,  # noqa: F811
) -> None:
    async with schema.remaking(old) as connection:
        known = await connection.run_sync(put)
    async with reading(old) as connection:
        before = await everything(connection)
    assert await connection_tables(old) <= set(metadata.tables), "a table that no copy would hold"

    assert await schema.upgrade(old) == schema.revisions()[OLD.index(revision) + 1 :]

    async with reading(old) as connection:
        after = await everything(connection)
    for name, rows in before.items():
        assert [{key: row[key] for key in known[name]} for row in after[name]] == rows, name
    first, second, _ = after["appeals"]
    # Where one deadline was both, it still is.
    assert first["answer_due_at"] == first["solve_due_at"] == first["due_at"]
    assert second["asked_at"] == next(one["at"] for one in after["history"] if one["action"] == "ask")
    if revision in SERVED:
        await goes_on(World(old, tmp_path / "media", district, dispatcher))


async def connection_tables(engine: AsyncEngine) -> set[str]:
    def names(connection: Connection) -> set[str]:
        return {one for one in inspect(connection).get_table_names() if one != "alembic_version"}

    async with engine.connect() as connection:
        return await connection.run_sync(names)


async def goes_on(world: World) -> None:
    """An answer that waited is taken, a resident of then files another, a head opens the old case."""
    anna, head = world.resident(), world.official("Глава", "telegram:-500", "telegram:500")
    await world.settle()
    assert await world.rows("SELECT id FROM updates WHERE state = 0") == []
    assert await anna.files(LAMP) == "26-00004"
    press = ButtonPressed(world.new_id(), head.person, "h:case:26-00001", world.new_id())
    await head.does(press)
    assert "Яма у магазина «Бор»" in head.screen
    assert await world.rows("SELECT status FROM appeals WHERE number = '26-00002'") == [{"status": "in_work"}]
