"""A server, vkbottle turned to it, and the events that come by its long poll."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from vkbottle import API

from tests.servers.test_vk_server.clients import Json, Poller
from tests.servers.vk import VKServer


@pytest.fixture
async def server() -> AsyncIterator[VKServer]:
    async with VKServer() as server:
        yield server


@pytest.fixture
async def api(server: VKServer) -> AsyncIterator[API]:
    api = API(server.token)
    api.API_URL = server.url + "/method/"
    yield api
    await api.http_client.close()


@pytest.fixture
async def events(server: VKServer, api: API) -> AsyncIterator[AsyncIterator[Json]]:
    """The events vkbottle's long poll brings; each is waited for five seconds at most."""
    arrived: asyncio.Queue[Json] = asyncio.Queue()

    async def listen() -> None:
        async for answer in Poller(api, wait=5).listen():
            for update in answer["updates"]:
                arrived.put_nowait(update)

    async def one_by_one() -> AsyncIterator[Json]:
        while True:
            yield await asyncio.wait_for(arrived.get(), 60)

    listening = asyncio.ensure_future(listen())
    assert await server.feed.polled.wait(60)
    yield one_by_one()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
