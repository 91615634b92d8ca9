"""Questions asked all day long are answered by an index: their cost must not grow with all that was ever handled."""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.appeals.appeal import Place
from storage.columns import State
from storage.open_figures import open311_keys, open311_posts, released
from storage.reminders import escalations, reminders
from storage.store import SqlTransaction
from storage.tables import (
    appeal_messages,
    appeal_photos,
    appeals,
    followers,
    history,
    letters,
    posts,
    resident_chats,
    residents,
    talks,
    updates,
)

NOW = datetime(2026, 11, 24, 7, tzinfo=UTC)
# Nothing of long ago happened in it.
THIS_WEEK = NOW + timedelta(days=1), NOW + timedelta(days=8)
HANDLED = 2000
WAITING = 5
# Indexes that hold only what waits, and what was made of one: reading it from end to end is reading the queue.
QUEUES = r"ix_(updates|letters)_(waiting|aside)|ix_updates_turn|unneeded_photos|SCAN firsts"

Question = Callable[[SqlTransaction], Awaitable[object]]
QUESTIONS: dict[str, Question] = {
    "the next updates": lambda tx: tx.inbox.heads(NOW, 16, frozenset({"telegram:7", "telegram:8"})),
    "an update kept already": lambda tx: tx.inbox.is_waiting(17),
    "what the inbox may forget": lambda tx: tx.inbox.forget(NOW - timedelta(days=9000)),
    "residents long silent": lambda tx: tx.forgetting.silent(NOW - timedelta(days=9000), 100),
    "what a resident answered": lambda tx: tx.forgetting.replies(17),
    "photos to be removed": lambda tx: tx.forgetting.unneeded_photos(100),
    "letters that failed long ago": lambda tx: tx.forgetting.forget_failed(NOW - timedelta(days=9000)),
    "the next letters": lambda tx: tx.outbox.heads("telegram", NOW, 32, frozenset({"telegram:7", "telegram:8"})),
    "the cards of an appeal": lambda tx: tx.outbox.cards("26-00017"),
    "whether a card stands here": lambda tx: tx.outbox.has_card("telegram:17", "26-00017"),
    "a message said with a key": lambda tx: tx.outbox.by_key("telegram:17", "turn:1"),
    "a waiting edit": lambda tx: tx.outbox.renew_edit(17, "{}"),
    "what a message was about": lambda tx: tx.outbox.post_of("telegram:17", "17"),
    "whether a reply came too quickly": lambda tx: tx.outbox.may_become_known("telegram:17", "17"),
    "the last buttons of a chat": lambda tx: tx.outbox.last_buttons("telegram:17"),
    "letters that failed in a chat": lambda tx: tx.outbox.revive("telegram:17", NOW, NOW),
    "talks to be woken": lambda tx: tx.talks.due(NOW, 200),
    "appeals of the silent": lambda tx: tx.appeals.expired(NOW, 100),
    "an appeal": lambda tx: tx.appeals.get("26-00017"),
    "appeals of a resident": lambda tx: tx.appeals.of_resident(17, 50),
    "what is open at a desk": lambda tx: tx.appeals.open_of_desk("roads"),
    "the appeal of a message": lambda tx: tx.appeals.of_message("telegram:17", "17"),
    "what is open in a settlement": lambda tx: tx.nearby.open(Place("tretyakovo"), NOW - timedelta(days=30), 100),
    "what is open in a locality": lambda tx: tx.nearby.open(
        Place("tretyakovo", "Бабино"), NOW - timedelta(days=30), 100
    ),
    "the first photo of an appeal": lambda tx: tx.nearby.first_photo(17),
    "the last answer": lambda tx: tx.nearby.last_answer(17),
    "whether it was filed as another": lambda tx: tx.nearby.filed_as_another(17),
    "who joined": lambda tx: tx.followers.all(17),
    "who joined lately": lambda tx: tx.followers.since(17, NOW),
    "whether somebody joined": lambda tx: tx.followers.follows(17, 18),
    "who joined first": lambda tx: tx.followers.first(17),
    "a vote of one of many": lambda tx: tx.followers.rate(17, 18, "good"),
    "what was filed in a week": lambda tx: tx.records.filed(*THIS_WEEK),
    "what figures of a week are made of": lambda tx: tx.records.touched(*THIS_WEEK),
    "what figures of a settlement's week are made of": lambda tx: tx.records.touched(*THIS_WEEK, "tretyakovo"),
    "the clocks of a week": lambda tx: tx.records.timed(*THIS_WEEK),
    "the clocks of a settlement's week": lambda tx: tx.records.timed(*THIS_WEEK, "tretyakovo"),
    "what was ended in a week": lambda tx: tx.records.ended(*THIS_WEEK),
    "what was filed at addresses": lambda tx: tx.records.addressed(*THIS_WEEK),
    "what was filed at a settlement's addresses": lambda tx: tx.records.addressed(*THIS_WEEK, "tretyakovo"),
    "whether a desk has ever spoken": lambda tx: tx.records.spoke("roads"),
    "what was open then": lambda tx: tx.records.open_before(NOW + timedelta(days=1)),
    "what is due": lambda tx: tx.reminders.due(NOW),
    "what was reminded of": lambda tx: tx.reminders.told(NOW),
    "who heard of what is due": lambda tx: tx.reminders.escalated(NOW),
    "an occasion to be told": lambda tx: tx.reminders.claim("26-00017", "telegram:17", "late:2026-11-24"),
    "the reminders that name an appeal": lambda tx: tx.reminders.naming("26-00017"),
    "what a reminder names": lambda tx: tx.reminders.named("telegram:17", "reminder:17"),
    "the newest reminder of a chat": lambda tx: tx.reminders.letter("telegram:17"),
    "a chat's reminder that is over": lambda tx: tx.reminders.let_go("telegram:17"),
    "whether a picture is on the site": lambda tx: tx.public.release_state("26-00017"),
    "a released picture": lambda tx: tx.public.pictures("never"),
    "what was filed, for anybody": lambda tx: tx.public.filed(["roads.pothole"], *THIS_WEEK, ["new"], 1000, 0),
    "what was solved, for anybody": lambda tx: tx.public.solved(THIS_WEEK[0], 100),
    "single appeals, for anybody": lambda tx: tx.public.numbered(["26-00017", "26-00018"]),
    "whose key it is": lambda tx: tx.public.key_name("never"),
    "whether it was posted just now": lambda tx: tx.public.posted("never", NOW - timedelta(days=9000)),
    "who writes": lambda tx: tx.residents.of_chat("telegram:17", "", NOW),
    "where a resident can be reached": lambda tx: tx.residents.reachable(17),
}


@pytest.fixture
async def old_town(engine: AsyncEngine) -> AsyncEngine:
    """A district that has worked for years: thousands of handled rows, a few that wait."""
    ids = range(1, HANDLED + 1)
    last = HANDLED - WAITING
    waits = {number: State.WAITING if number > last else State.DONE for number in ids}
    async with engine.begin() as connection:
        await connection.execute(insert(residents), [{"id": one, "name": "Анна", "since": NOW} for one in ids])
        await connection.execute(insert(resident_chats), [{"chat": f"telegram:{one}", "resident": one} for one in ids])
        await connection.execute(insert(appeals), [_appeal(one, last) for one in ids])
        await connection.execute(insert(updates), [_update(one, waits[one]) for one in ids])
        await connection.execute(insert(letters), [_letter(one, waits[one]) for one in ids])
        await connection.execute(insert(talks), [_talk(one, last) for one in ids])
        of_chats = [{"chat": f"telegram:{one}", "message": str(one)} for one in ids]
        for table, column in ((posts, "letter"), (appeal_messages, "appeal")):
            rows = [{**row, column: number} for number, row in enumerate(of_chats, 1)]
            await connection.execute(insert(table), rows)
        photo = {"side": "before", "file": "", "fingerprint": "", "at": NOW}
        await connection.execute(insert(appeal_photos), [{"appeal": one, **photo} for one in ids])
        joined = {"chat": "", "at": NOW}
        await connection.execute(
            insert(followers), [{"appeal": one, "resident": one % HANDLED + 1, **joined} for one in ids]
        )
        told = [{"number": f"26-{one:05d}", "chat": f"telegram:{chat}"} for one in ids for chat in range(4)]
        await connection.execute(insert(reminders), told)
        await connection.execute(
            insert(escalations), [{"number": f"26-{one:05d}", "step": "head", "at": NOW} for one in ids]
        )
        shown = [{"appeal": one, "name": f"picture-{one}", "answered_at": NOW, "at": NOW, "by": ""} for one in ids]
        await connection.execute(insert(released), shown)
        keys = [{"name": f"key-{one}", "digest": f"digest-{one}", "made_at": NOW} for one in ids]
        await connection.execute(insert(open311_keys), keys)
        posted = [{"digest": f"digest-{one}", "number": "26-00017", "at": NOW} for one in ids]
        await connection.execute(insert(open311_posts), posted)
        said = {"actor": "", "actor_name": "", "action": "file", "at": NOW}
        await connection.execute(insert(history), [{"appeal": one, **said} for one in ids])
    if engine.dialect.name == "postgresql":
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))
    return engine


def _appeal(one: int, last: int) -> dict[str, object]:
    open_still = one > last
    return {
        "id": one,
        "number": f"26-{one:05d}",
        "resident": one,
        "chat": f"telegram:{one}",
        "topic": "roads.pothole",
        "settlement": "tretyakovo",
        "text": "яма",
        "desk": "roads",
        "status": "new" if open_still else "closed",
        "filed_at": NOW,
        "due_at": NOW,
        "answer_due_at": NOW,
        "solve_due_at": NOW,
        "closed_at": None if open_still else NOW,
        "expires_at": NOW if open_still else None,
    }


def _update(one: int, state: int) -> dict[str, object]:
    row = {"id": one, "key": f"telegram:{one}", "chat": f"telegram:{one}", "is_group": False, "event": "Woken {}"}
    return row | {"received_at": NOW, "not_before": NOW, "state": state}


def _letter(one: int, state: int) -> dict[str, object]:
    row = {"id": one, "chat": f"telegram:{one}", "platform": "telegram", "kind": "message", "content": '"keyboard":[]'}
    row |= {"key": f"turn:{one}", "post": "card", "number": f"26-{one:05d}", "target": one}
    return row | {"state": state, "created_at": NOW, "not_before": NOW}


def _talk(one: int, last: int) -> dict[str, object]:
    return {"chat": f"telegram:{one}", "is_group": False, "state": "", "wake_at": NOW if one > last else None}


async def _plans(engine: AsyncEngine, question: Question) -> list[str]:
    """How the database answers every statement of the question."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    async with engine.connect() as connection:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
        await question(SqlTransaction(connection))
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        assert asked
        return [await _plan(connection, statement, parameters) for statement, parameters in asked]


async def _plan(connection: AsyncConnection, statement: str, parameters: object) -> str:
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    rows = (await connection.exec_driver_sql(explain + statement, parameters)).all()  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in rows)


def _walks_through(plan: str) -> list[str]:
    """The lines of a plan that read a whole table, or a whole index of more than what waits."""
    walks = (line for line in plan.splitlines() if re.search(r"SCAN (?!CONSTANT)|Seq Scan", line))
    return [line for line in walks if not re.search(QUEUES, line)]


async def test_every_answer_comes_from_an_index(old_town: AsyncEngine) -> None:
    slow = {}
    for name, question in QUESTIONS.items():
        plans = await _plans(old_town, question)
        if any(_walks_through(one) for one in plans):
            slow[name] = plans
    assert slow == {}


async def test_what_may_be_known_already_is_looked_for_among_what_is_open_there(old_town: AsyncEngine) -> None:
    async with old_town.begin() as connection:
        # Other villages have open ones too, and more than there are here.
        more = [_appeal(one, 0) | {"locality": f"Деревня {one % 40}"} for one in range(HANDLED + 1, 2 * HANDLED)]
        await connection.execute(insert(appeals), [one | {"resident": 1} for one in more])
    if old_town.dialect.name == "postgresql":
        async with old_town.begin() as connection:
            await connection.execute(text("ANALYZE"))
    for where in ("settlement", "locality"):
        plans = "\n".join(await _plans(old_town, QUESTIONS[f"what is open in a {where}"]))
        assert "ix_appeals_near" in plans, plans


async def test_a_question_without_an_index_would_be_seen(old_town: AsyncEngine) -> None:
    """And the answers are right ones."""
    waiting = [HANDLED - WAITING + number for number in range(1, WAITING + 1)]
    async with old_town.begin() as connection:
        tx = SqlTransaction(connection)
        assert [one.id for one in await tx.inbox.heads(NOW, 16, frozenset())] == waiting
        assert [one.id for one in await tx.outbox.heads("telegram", NOW, 16, frozenset())] == waiting
        assert len(await tx.appeals.open_of_desk("roads")) == WAITING
        assert [one.id for one in await tx.outbox.cards("26-00017")] == [17]
        for name in ("ix_updates_waiting", "ix_updates_turn"):
            await connection.execute(text(f"DROP INDEX {name}"))
    plans = await _plans(old_town, QUESTIONS["the next updates"])
    assert any(_walks_through(one) for one in plans)
