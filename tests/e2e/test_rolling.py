"""A rolling restart to a version with a migration, and a process that hangs: nothing is lost or said twice."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from storage.schema import MIGRATIONS, revisions
from tests.e2e.crew import Crew
from tests.e2e.people import PATIENCE, Seat
from tests.e2e.processes import Nursery
from tests.e2e.stories import files, files_again
from tests.e2e.town import Platforms

pytestmark = pytest.mark.asyncio(loop_scope="session")

TAKEOVER = 10.0
NEXT = "9000"
# What the next version brings: only more, so that the version before can go on (docs/architecture.md).
ADDITIVE = f'''"""more."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{revisions()[-1]}"


def upgrade() -> None:
    op.add_column("appeals", sa.Column("mood", sa.String(20), nullable=False, server_default="calm"))
    op.add_column("letters", sa.Column("colour", sa.String(20), nullable=True))
    op.create_table("moods", sa.Column("name", sa.String(20), primary_key=True))
    op.create_index("ix_appeals_mood", "appeals", ["mood", "filed_at"])
'''


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The migrations of the next version."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / f"{NEXT}_more.py").write_text(ADDITIVE)
    return folder


async def test_the_next_version_migrates_and_takes_over_while_residents_write(
    around: Platforms, cradle: Nursery, postgres_url: str, newer: Path
) -> None:
    crew = Crew(around, cradle, postgres_url)
    old = [await crew.joins(), await crew.joins()]
    await asyncio.gather(around.telegram.polled(PATIENCE), around.vk.feed.polled.wait(PATIENCE))
    migrated = asyncio.Event()
    talking = [asyncio.create_task(writes_on(around.resident(one), one, migrated)) for one in ("telegram", "vk")]
    await crew.until("SELECT count(*) >= 2 FROM appeals", True)

    # Both of the next version begin at once: one migrates, the other waits for it.
    await asyncio.gather(*(crew.joins(migrations=newer) for _ in range(2)))
    assert await crew.asked("SELECT version_num FROM alembic_version") == [(NEXT,)]
    # Of the version before nobody has ended, and what is filed from now on is filed by it.
    by_old = await crew.asked("SELECT count(*) FROM appeals")
    migrated.set()
    await crew.until("SELECT count(*) > $1 FROM appeals", True, by_old[0][0])
    for one in old:
        assert await one.child.ends() == 0
    told = [number for one in await asyncio.gather(*talking) for number in one]
    await crew.until("SELECT count(*) FROM letters WHERE state = 0", 0)

    assert sorted(number for number, _ in await crew.asked("SELECT number, mood FROM appeals")) == sorted(told)
    assert await crew.asked("SELECT error FROM updates WHERE state = 2") == []
    logs = [one.log.read_text() for one in crew.members]
    assert sum(f"to={NEXT}" in one for one in logs) == 1
    assert not [one for one in logs for word in ("UndefinedColumn", "InvalidCachedStatement", "NotNull") if word in one]
    await nothing_is_said_twice(crew)
    # Whoever would go back is told so.
    late = await crew.comes()
    assert await late.child.buried() == 1
    assert "более новой версией" in late.log.read_text()


async def nothing_is_said_twice(crew: Crew) -> None:
    """But for a letter that Telegram had got when its sender was taken for dead: VK knows each by its number."""
    copies = sum((await crew.doubles()).values())
    assert copies <= sum(one.log.read_text().count("action=stop_leading what=send:telegram") for one in crew.members)


async def writes_on(resident: Seat, platform: str, migrated: asyncio.Event) -> list[str]:
    """One trouble after another, of different kinds, and some are left for the time after; their numbers."""
    troubles = ("не горит фонарь", "не вывозят мусор", "сломаны качели", "заросло кладбище", "течёт труба")
    numbers = [await files(resident, f"В Бабино {troubles[0]}, {platform}")]
    for one in troubles[1:]:
        if one == troubles[3]:
            await migrated.wait()
        numbers.append(await files_again(resident, f"В Бабино {one}, {platform}"))
    return numbers


async def test_a_process_that_hangs_is_replaced_and_says_nothing_twice_when_it_wakes(
    around: Platforms, cradle: Nursery, postgres_url: str
) -> None:
    crew = Crew(around, cradle, postgres_url)
    hung = await crew.joins()
    await hung.leads()
    stand_by = await crew.joins()
    anna = around.resident("telegram")
    first = await files(anna)
    await crew.until("SELECT count(*) FROM letters WHERE state = 0", 0)

    os.kill(hung.child.id, signal.SIGSTOP)
    seconds = await stand_by.leads()
    assert seconds < TAKEOVER
    second = await files_again(anna, "В Бабино не вывозят мусор у школы")
    os.kill(hung.child.id, signal.SIGCONT)
    third = await files_again(anna, "В Бабино сломаны качели на площадке")
    await crew.until("SELECT count(*) FROM letters WHERE state = 0", 0)

    assert len({first, second, third}) == 3
    assert await crew.asked("SELECT count(*) FROM appeals") == [(3,)]
    await nothing_is_said_twice(crew)
    print(f"taken over from a hung process after {seconds:.1f} s")
    for one in crew.members:
        assert await one.child.ends() == 0
