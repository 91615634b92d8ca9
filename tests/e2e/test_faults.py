"""A short campaign of faults on each database: killed, full, locked or cut off, silent, repeated; every promise holds.

The long one is `python -m benchmarks.faults`.
"""

import asyncio
from pathlib import Path

import pytest

from benchmarks.faulty.campaign import Order, Outcome, campaign
from benchmarks.faulty.databases import Database, Postgres, SmallFiles, Sqlite
from tests.conftest import Server
from tests.e2e.processes import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 6
KINDS = 10
SHORT = 0.6  # seconds that a trouble lasts at most


def database_on(kind: str, folder: Path, request: pytest.FixtureRequest) -> Database:
    if kind == "sqlite":
        return Sqlite(folder / "otklik.db")
    server: Server = request.getfixturevalue("postgres")
    return Postgres(server.url(server.new()))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_every_promise_is_kept_whatever_goes_wrong(
    kind: str, tmp_path: Path, cradle: Nursery, request: pytest.FixtureRequest
) -> None:
    database = await asyncio.to_thread(database_on, kind, tmp_path, request)
    processes = 1 if kind == "sqlite" else 2
    order = Order(PEOPLE, KINDS, processes=processes, longest=SHORT)
    outcome: Outcome = await campaign(order, tmp_path, database, SmallFiles(tmp_path), cradle)
    assert outcome.verdict.broken == []
    assert outcome.verdict.counts["answered and voted"] == PEOPLE
    # It would be a poor campaign in which nothing went wrong.
    assert len(outcome.weather.happened) == KINDS
    assert outcome.kills > 0
    # Which of the two a short storm meets is a matter of moments.
    assert outcome.weather.around.telegram.faults.hits + outcome.weather.around.vk.faults.hits > 0
