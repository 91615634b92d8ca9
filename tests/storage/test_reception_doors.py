"""A private link that is renewed: whoever came by the older one has nothing left, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import writing
from storage.reception import SqlReception, web_entries, web_links
from storage.store import SqlStore

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def test_who_presses_an_old_link_while_a_new_one_is_made_stays_out(engine: AsyncEngine) -> None:
    doors = SqlReception(engine)
    await doors.renew_link("web:r-anna", "old", "web:r-anna", NOW)
    async with writing(engine) as renewing:
        await renewing.execute(update(web_links).values(digest="new"))
        await renewing.execute(delete(web_entries))
        late = asyncio.create_task(doors.enter("old", "web:r-thief", NOW))
        done, _ = await asyncio.wait({late}, timeout=0.3)
        assert not done, "it waits for whoever came first"

    assert await late is None
    assert await doors.chat_of("web:r-thief") == "web:r-thief"
    assert await doors.enter("new", "web:r-phone", NOW) == "web:r-anna"


async def test_a_code_to_a_messenger_dies_with_the_link_that_its_maker_came_by(engine: AsyncEngine) -> None:
    doors = SqlReception(engine)
    await doors.renew_link("web:r-anna", "old", "web:r-anna", NOW)
    await doors.enter("old", "web:r-thief", NOW)
    await doors.offer_move("web:r-anna", "code", NOW + timedelta(minutes=30))
    await doors.renew_link("web:r-anna", "new", "web:r-anna", NOW)

    async with SqlStore(engine).transaction() as tx:
        assert await tx.moves.offered("code") is None
