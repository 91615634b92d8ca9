"""A short campaign of faults on each database: killed, full, locked or cut off, silent, repeated; every promise holds.

The long one is `python -m benchmarks.faults`.
"""

from pathlib import Path

import pytest

from benchmarks.faulty.campaign import Order, Outcome, campaign
from benchmarks.faulty.databases import Database, Postgres, SmallFiles, Sqlite
from tests.e2e.processes import Nursery

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 6
KINDS = 10
SHORT = 0.6  # seconds that a trouble lasts at most


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    if request.param == "sqlite":
        return Sqlite(tmp_path / "otklik.db")
    return Postgres(request.getfixturevalue("postgres_url"))


async def test_every_promise_is_kept_whatever_goes_wrong(tmp_path: Path, cradle: Nursery, database: Database) -> None:
    processes = 1 if isinstance(database, Sqlite) else 2
    order = Order(PEOPLE, KINDS, processes=processes, longest=SHORT)
    outcome: Outcome = await campaign(order, tmp_path, database, SmallFiles(tmp_path), cradle)
    assert outcome.verdict.broken == []
    assert outcome.verdict.counts["answered and voted"] == PEOPLE
    # It would be a poor campaign in which nothing went wrong.
    assert len(outcome.weather.happened) == KINDS
    assert outcome.kills > 0
    # Which of the two a short storm meets is a matter of moments.
    assert outcome.weather.around.telegram.faults.hits + outcome.weather.around.vk.faults.hits > 0
