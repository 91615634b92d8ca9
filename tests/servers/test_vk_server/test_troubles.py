"""Errors, broken answers, silence and limits, as ordered."""

import asyncio
import json

import aiohttp
import pytest
from vkbottle import (
    PhotoMessageUploader,
    VKAPIError,
)

from tests.servers.test_vk_server.clients import Json, ask, check, picture, refused
from tests.servers.vk import VKServer


@pytest.mark.parametrize("code", [6, 9, 10, 29])
async def test_an_ordered_error_code(server, api, code):
    anna = server.user("Анна", allowed=True)
    fault = server.fault("messages.send", str(code), times=2)
    for _ in range(2):
        with pytest.raises(VKAPIError[code]):
            await api.messages.send(peer_id=anna.id, random_id=1, message="а")
    assert await api.messages.send(peer_id=anna.id, random_id=1, message="а") == 1
    assert fault.happened == 2
    assert [call.fault for call in server.journal] == [str(code), str(code), None]


BREAKS = {
    "500": (False, None),
    "502html": (False, None),
    "garbage": (False, None),
    "drop": (False, aiohttp.ServerDisconnectedError),
    "half": (True, aiohttp.ClientPayloadError),
    "done-then-drop": (True, aiohttp.ServerDisconnectedError),
    "done-then-500": (True, None),
}


@pytest.mark.parametrize(("kind", "done", "error"), [(kind, *rest) for kind, rest in BREAKS.items()], ids=BREAKS.keys())
async def test_a_broken_answer(server, kind, done, error):
    anna = server.user("Анна", allowed=True)
    server.fault("messages.send", kind)
    params = {"peer_id": anna.id, "random_id": 1, "message": "а", "access_token": server.token, "v": "5.199"}
    async with aiohttp.ClientSession() as http:
        if error:
            with pytest.raises(error):
                async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
                    await answer.read()
        else:
            async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
                body = await answer.text(errors="replace")
                status = {"garbage": 200, "502html": 502}.get(kind, 500)
                assert answer.status == status
                with pytest.raises(ValueError, match="Expecting"):
                    json.loads(body)
        assert len(anna.sees) == done
        async with http.post(f"{server.url}/method/messages.send", data=params) as answer:
            assert (await answer.json())["response"] == 1
    assert len(anna.sees) == 1


async def test_a_hanging_call_lasts_until_the_server_stops():
    async with VKServer() as server:
        server.user("Анна", allowed=True)
        server.fault("users.get", "hang")
        hanging = asyncio.ensure_future(ask(server, "users.get"))
        await server.journal.grew.wait(60)
        assert not hanging.done()
    with pytest.raises(aiohttp.ClientConnectionError):
        await hanging


async def test_silence_ends_when_it_is_called_off(server):
    anna = server.user("Анна", allowed=True)
    silence = server.fault("*", "done-then-hang", times=1000)
    hanging = asyncio.ensure_future(ask(server, "messages.send", peer_id=anna.id, random_id=1, message="а"))
    await server.journal.grew.wait(60)
    server.faults.call_off(silence)
    await asyncio.sleep(0)
    server.faults.release()
    with pytest.raises(aiohttp.ClientConnectionError):
        await hanging
    assert len(anna.sees) == 1
    assert "response" in await ask(server, "messages.send", peer_id=anna.id, random_id=2, message="б")


async def test_troubles_choose_their_victim(server):
    anna, boris = server.user("Анна", allowed=True), server.user("Борис", allowed=True)
    server.fault("messages.send", "9", after=1, where=lambda params: params["peer_id"] == str(anna.id))
    assert "response" in await ask(server, "messages.send", peer_id=anna.id, random_id=1, message="а")
    assert "response" in await ask(server, "messages.send", peer_id=boris.id, random_id=1, message="а")
    assert await refused(server, "messages.send", peer_id=anna.id, random_id=2, message="а") == 9
    with pytest.raises(ValueError, match="unknown kind"):
        server.fault("messages.send", "explode")


async def test_uploads_downloads_and_polls_break_too(server, api):
    anna = server.user("Анна", allowed=True)
    server.fault("upload", "502html")
    with pytest.raises(ValueError, match="Expecting"):
        await PhotoMessageUploader(api).upload(picture(), peer_id=anna.id)
    photo = anna.writes(photos=[picture()]).attachments[0]
    server.fault("file", "drop", times=2)  # a client may ask once more by itself
    url = photo.url(server.url, "base")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api.http_client.request_content(url)
    assert await api.http_client.request_content(url) == photo.data
    server.fault("a_check", "500")
    with pytest.raises(aiohttp.ContentTypeError):
        await check(server)


async def test_more_than_twenty_calls_a_second_are_too_many(server):
    server.enforce_limits = True
    params = {"access_token": server.token, "v": "5.199"}
    async with aiohttp.ClientSession() as http:

        async def call() -> Json:
            async with http.get(f"{server.url}/method/groups.getById", params=params) as answer:
                return await answer.json()

        answers = await asyncio.gather(*[call() for _ in range(25)])
    codes = [one["error"]["error_code"] for one in answers if "error" in one]
    assert codes == [6] * 5


async def test_a_storm_is_the_same_for_the_same_seed(server):
    async def errors(seed: int) -> list[bool]:
        server.storm(seed, 0.5, ["9"], ["groups.getById"])
        answers = [await ask(server, "groups.getById") for _ in range(20)]
        assert "response" in await ask(server, "users.get")
        return ["error" in one for one in answers]

    first = await errors(1)
    assert await errors(1) == first != await errors(2)
    assert 0 < sum(first) < 20
    server.storm(0, 0)
    assert "response" in await ask(server, "groups.getById")
    assert server.faults.hits == server.journal.errors[9]
