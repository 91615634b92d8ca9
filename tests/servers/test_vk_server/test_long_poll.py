"""Events by the long poll: kept, repeated, in disorder, lost."""

import asyncio
import random

import pytest

from tests.servers.test_vk_server.clients import check


async def test_events_stay_until_asked_for_again_from_the_same_place(server):
    anna = server.user("Анна")
    for text in ("раз", "два"):
        anna.writes(text)
    first, again = await check(server), await check(server)
    assert [one["object"]["message"]["text"] for one in first["updates"]] == ["раз", "два"]
    assert first == again
    assert first["ts"] == "3"
    assert await check(server, ts="3") == {"ts": "3", "updates": []}


async def test_a_poll_answers_as_soon_as_something_happens(server):
    poll = asyncio.ensure_future(check(server, wait="25"))
    assert await server.feed.polled.wait(60)
    server.user("Анна").writes("раз")
    async with asyncio.timeout(60):
        assert len((await poll)["updates"]) == 1


async def test_a_poll_fails_in_vks_three_ways(server):
    server.user("Анна").writes("раз")
    assert await check(server, ts="77") == {"failed": 1, "ts": "2"}
    assert await check(server, key="old") == {"failed": 2}
    server.fail_poll(1)
    assert await check(server) == {"failed": 1, "ts": "2"}
    old = server.feed.key
    server.fail_poll(2)
    assert await check(server) == {"failed": 2}
    assert await check(server, key=old) == {"failed": 2}
    server.feed.keep = 0
    assert await check(server) == {"failed": 1, "ts": "2"}
    server.feed.lose()
    assert await check(server) == {"failed": 3}


async def test_chats_are_mixed_but_each_keeps_its_order(server):
    people = [server.user(name) for name in ("Анна", "Борис", "Вера")]
    server.feed.hold()
    for text in "12345":
        for one in people:
            one.writes(text)
    assert (await check(server))["updates"] == []
    server.feed.let_go(random.Random(26))
    told = [one["object"]["message"] for one in (await check(server))["updates"]]
    for one in people:
        assert "".join(message["text"] for message in told if message["peer_id"] == one.id) == "12345"
    assert [message["peer_id"] for message in told] != [one.id for _ in range(5) for one in people]


@pytest.mark.parametrize(("code", "lost"), [(1, True), (2, False), (3, True)])
async def test_vkbottle_survives_a_failed_poll(server, events, code, lost):
    """It keeps its place only when nothing but the key has expired."""
    anna = server.user("Анна")
    anna.writes("до")
    assert (await anext(events))["object"]["message"]["text"] == "до"
    polls_again = asyncio.ensure_future(server.feed.polled.wait(60))
    await asyncio.sleep(0)
    server.fail_poll(code)
    anna.writes("во время")
    assert await polls_again
    anna.writes("после")
    got = (await anext(events))["object"]["message"]["text"]
    assert got == ("после" if lost else "во время")


async def test_events_may_come_twice_and_out_of_order(server, events):
    anna = server.user("Анна")
    anna.writes("раз")
    server.repeat_event()
    with server.reorder():
        anna.writes("два")
        anna.writes("три")
    got = [await anext(events) for _ in range(4)]
    assert [one["object"]["message"]["text"] for one in got] == ["раз", "раз", "три", "два"]
    assert got[0]["event_id"] == got[1]["event_id"] != got[2]["event_id"]
