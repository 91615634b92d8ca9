"""A server, vkbottle turned to it, and the events that come by its long poll."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from vkbottle import (
    API,
)

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
    """The events vkbottle's long poll brings, one by one."""
    polling = Poller(api, wait=5)

    async def one_by_one() -> AsyncIterator[Json]:
        async for answer in polling.listen():
            for update in answer["updates"]:
                yield update

    stream = one_by_one()
    first = asyncio.ensure_future(anext(stream))
    while not server.journal.of("groups.getLongPollServer"):
        await server.journal.grew.wait(5)

    async def with_first() -> AsyncIterator[Json]:
        yield await first
        async for update in stream:
            yield update

    together = with_first()
    yield together
    server.feed.close()
    await together.aclose()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await stream.aclose()
