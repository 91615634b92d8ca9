"""Lists of the desk are read along an index from where a page begins: never sorted, never from end to end."""

import re
from datetime import timedelta
from itertools import product

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.usecases.office import Edge, Wanted
from bot.usecases.visiting import Rights
from tests.storage.test_query_plans import NOW, _plans, old_town

__all__ = ["old_town"]

EVERYTHING = Rights(everything=True)
HEAD, DESK = Rights(settlements=frozenset({"tretyakovo"})), Rights(desks=frozenset({"roads"}))
LISTS = {
    "all": (EVERYTHING, Wanted(standing="all"), "ix_appeals_office_filed"),
    "a head's": (HEAD, Wanted(standing="all"), "ix_appeals_office_settlement"),
    "a desk's": (DESK, Wanted(standing="all"), "ix_appeals_office_desk"),
    "of a topic": (EVERYTHING, Wanted(standing="all", topic="animals.stray"), "ix_appeals_topic_filed"),
    "of some days": (
        EVERYTHING,
        Wanted(standing="all", first=NOW - timedelta(days=90), end=NOW - timedelta(days=80)),
        "ix_appeals_office_filed",
    ),
    "open": (EVERYTHING, Wanted(), "ix_appeals_(unanswered|office_unclosed|due|open|near)"),
    "overdue": (EVERYTHING, Wanted(overdue=True), "ix_appeals_(unanswered|office_unclosed|due|open|near)"),
    "urgent": (EVERYTHING, Wanted(standing="all", urgent=True), "ix_appeals_office_urgent"),
}


async def test_every_list_is_read_along_its_index(old_town: AsyncEngine) -> None:
    edge = Edge(NOW - timedelta(days=1), 1500)
    for (name, (rights, wanted, index)), before in product(LISTS.items(), (None, edge)):
        plan = "\n".join(await _plans(old_town, lambda tx: tx.office.listed(rights, wanted, NOW, 31, before)))  # noqa: B023
        if old_town.dialect.name == "sqlite":
            assert _matches(index, plan), (name, plan)
            # What waits is little enough to be sorted.
            assert wanted.standing == "open" or "TEMP B-TREE" not in plan, (name, plan)
        else:
            # So few rows PostgreSQL may rather read at once.
            assert _matches(index, plan) or "Seq Scan" in plan or "Bitmap" in plan or "Index" in plan, (name, plan)


async def test_failed_letters_are_found_among_the_failed(old_town: AsyncEngine) -> None:
    plan = "\n".join(await _plans(old_town, lambda tx: tx.office.failed(EVERYTHING, 31, 1500)))
    assert "ix_letters_aside" in plan


def _matches(index: str, plan: str) -> bool:
    return re.search(index, plan) is not None
