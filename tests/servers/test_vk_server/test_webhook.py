"""Events by the Callback API."""

import asyncio

from aiohttp import web
from vkbottle import (
    API,
)

from tests.servers.test_vk_server.clients import Json
from tests.servers.vk import VKServer


class Hook:
    """A bot's own web server, told what to answer."""

    def __init__(self, answers: list[tuple[int, str]]) -> None:
        self.answers, self.got, self.retries = answers, [], []
        self.arrived: asyncio.Queue[Json] = asyncio.Queue()

    async def next(self) -> Json:
        return await asyncio.wait_for(self.arrived.get(), 60)

    async def __aenter__(self) -> "Hook":
        async def take(request: web.BaseRequest) -> web.Response:
            body = await request.json()
            self.got.append(body)
            self.retries.append(request.headers.get("X-Retry-Counter"))
            status, text = self.answers.pop(0) if self.answers else (200, "ok")
            self.arrived.put_nowait(body)
            return web.Response(status=status, text=text)

        self._runner = web.ServerRunner(web.Server(take))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/vk"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()


async def test_a_webhook_is_confirmed_and_told_until_it_says_ok(server):
    server.callbacks.pauses = (0.001, 0.001, 0.001)
    async with Hook([(200, server.callbacks.code), (500, "oops"), (200, "не ок"), (200, "ok")]) as hook:
        registered = await server.webhook(hook.url, secret="s3cret")
        assert registered.status == "ok"
        anna = server.user("Анна")
        anna.writes("раз")
        got = [await hook.next() for _ in range(4)]

    assert got[0] == {"type": "confirmation", "group_id": server.group_id, "secret": "s3cret"}
    assert {one["event_id"] for one in got[1:]} == {got[1]["event_id"]}
    assert got[3]["object"]["message"]["text"] == "раз"
    assert got[3]["secret"] == "s3cret"
    assert hook.retries == [None, None, "1", "2"]
    assert registered.refused == [(500, "oops"), (200, "не ок")]


async def test_a_repeated_event_comes_after_newer_ones(server):
    server.callbacks.pauses = (0.05,)
    async with Hook([(200, server.callbacks.code), (503, "")]) as hook:
        await server.webhook(hook.url)
        anna = server.user("Анна")
        anna.writes("раз")
        anna.writes("два")
        got = [await hook.next() for _ in range(4)]
    assert [one["object"]["message"]["text"] for one in got[1:]] == ["раз", "два", "раз"]


async def test_a_webhook_that_does_not_know_the_code_hears_nothing(server):
    async with Hook([(200, "wrong")]) as hook:
        registered = await server.webhook(hook.url)
        server.user("Анна").writes("раз")
        assert registered.status == "failed"
        assert len(hook.got) == 1


async def test_a_webhook_set_up_through_the_api(server, api):
    code = (await api.groups.get_callback_confirmation_code(group_id=server.group_id)).code
    async with Hook([(200, code)]) as hook:
        asked = {"group_id": server.group_id, "url": hook.url, "title": "bot", "secret_key": "k"}
        added = (await api.request("groups.addCallbackServer", asked))["response"]
        await hook.next()
        await asyncio.wait_for(_until_ok(api, server), 60)
        settings = {"group_id": server.group_id, "server_id": added["server_id"], "message_new": 1}
        await api.request("groups.setCallbackSettings", settings)
        server.user("Анна").writes("раз")
        assert (await hook.next())["object"]["message"]["text"] == "раз"


async def _until_ok(api: API, server: VKServer) -> None:
    asked = {"group_id": server.group_id}
    while (await api.request("groups.getCallbackServers", asked))["response"]["items"][0]["status"] != "ok":
        pass
