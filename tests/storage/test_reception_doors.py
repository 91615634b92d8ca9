"""A private link that is pressed while it is being renewed: on both databases the newer one wins."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import writing
from storage.reception import SqlReception, web_entries, web_links

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
