"""VK's Callback API: an event is taken once it is committed, and nobody but VK brings any."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import given, settings
from starlette.applications import Starlette

from bot.dialogs.events import MessageSent
from bot.handlers.vk.complete import Completing
from bot.handlers.vk.webhook import BODY_MOST, VKWebhook
from bot.usecases.platform import Update
from tests.handlers.test_vk_incoming import any_json
from tests.handlers.vk_shapes import GROUP, written
from tests.handlers.vk_world import Inbox, vk


async def nobody_knows(events: Any) -> list[Update]:
    from bot.handlers.vk.incoming import decode

    return [update for event in events if (update := decode(event, GROUP))]


def webhook(inbox: Inbox, secret: str = "тайна") -> Starlette:
    hook = VKWebhook(inbox.accept, GROUP, "c0de", secret, nobody_knows)
    return Starlette(routes=[hook.route])


async def post(app: Starlette, body: Any, **more: Any) -> tuple[int, str]:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://otklik") as client:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = await client.post("/vk/callback", content=content, **more)
        return answer.status_code, answer.text


async def test_vk_asks_for_the_confirmation() -> None:
    assert await post(webhook(Inbox()), {"type": "confirmation", "group_id": GROUP}) == (200, "c0de")
    assert (await post(webhook(Inbox()), {"type": "confirmation", "group_id": 5}))[0] == 403


async def test_an_event_is_taken_and_a_repeated_one_kept_once() -> None:
    inbox = Inbox()
    event = written(text="Яма") | {"secret": "тайна"}
    for _ in range(2):
        assert await post(webhook(inbox), event) == (200, "ok")
    assert [one.key for one in inbox.updates] == [f"vk:{GROUP}:{event['event_id']}"]


async def test_what_is_not_for_us_is_ok_too() -> None:
    inbox = Inbox()
    assert await post(webhook(inbox), {"type": "group_join", "group_id": GROUP, "secret": "тайна"}) == (200, "ok")
    assert inbox.updates == []


@pytest.mark.parametrize("secret", [{}, {"secret": ""}, {"secret": "тайнА"}, {"secret": None}, {"secret": ["тайна"]}])
async def test_a_stranger_is_sent_away(secret: dict[str, Any]) -> None:
    inbox = Inbox()
    assert (await post(webhook(inbox), written(text="Яма") | secret))[0] == 403
    assert inbox.updates == []
    for none in ("", " "):
        with pytest.raises(ValueError, match="secret"):
            webhook(inbox, none)


async def test_an_event_that_could_not_be_kept_is_to_be_told_again() -> None:
    inbox = Inbox()
    inbox.broken = 1
    event = written(text="Яма") | {"secret": "тайна"}
    assert (await post(webhook(inbox), event))[0] == 500
    assert (await post(webhook(inbox), event))[0] == 200
    assert len(inbox.updates) == 1


async def test_what_is_too_large_or_no_json() -> None:
    app = webhook(Inbox())
    assert (await post(app, b" " * (BODY_MOST + 1)))[0] == 413
    assert (await post(app, b"{"))[0] == 400
    assert (await post(app, b"[" * 100_000))[0] == 400
    assert (await post(app, b"\xff"))[0] == 400


@given(any_json)
@settings(max_examples=60)
def test_arbitrary_events_are_answered(body: Any) -> None:
    async def story() -> None:
        assert (await post(webhook(Inbox()), body))[0] in (400, 403)
        known = {"type": "message_new", "group_id": GROUP, "secret": "тайна", "object": body}
        assert (await post(webhook(Inbox()), known))[0] in (200, 500)

    asyncio.run(story())


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off")
    config.load()
    server, socket = uvicorn.Server(config), config.bind_socket()
    server.lifespan = config.lifespan_class(config)
    await server.startup([socket])
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        await server.shutdown([socket])


async def test_a_resident_is_heard_by_callback_whole_and_by_name() -> None:
    async with vk() as (server, api):
        inbox = Inbox()
        hook = VKWebhook(
            inbox.accept, server.group_id, server.callbacks.code, "s3cret", Completing(api, server.group_id)
        )
        async with served(Starlette(routes=[hook.route])) as address:
            settled = await server.webhook(f"{address}/vk/callback", "s3cret")
            assert settled.status == "ok"
            inbox.broken = 1
            server.user("Анна").writes("Яма", photos=[b"x"] * 5)
            (update,) = await inbox.holds(1)
        assert isinstance(update.event, MessageSent)
        assert (update.event.sender.name, len(update.event.photos)) == ("Анна", 5)
