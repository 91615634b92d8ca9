"""Residents' photos are fetched from VK and from nowhere else."""

import pytest
from aiohttp import web

from bot.handlers.vk import fetching
from bot.handlers.vk.fetching import Fetching
from bot.handlers.vk.outgoing import VKMessenger
from bot.usecases.platform import PhotoUnavailable, TryLater
from tests.handlers.vk_world import jpeg, vk
from tests.servers.vk import VKServer


def photo_url(server: VKServer, data: bytes) -> str:
    return server.files.photo(5, data, 0).url(server.url, "base")


def host(server: VKServer) -> str:
    return server.url.removeprefix("http://")


async def test_a_photo_and_a_file_behind_a_redirect() -> None:
    async with vk() as (server, api):
        messenger = VKMessenger(api, server.group_id)
        assert await messenger.fetch(photo_url(server, jpeg())) == jpeg()
        doc = server.files.doc(5, b"heic bytes", "a.heic", 0)
        assert await messenger.fetch(doc.shown(server.url)["doc"]["url"]) == b"heic bytes"


@pytest.mark.parametrize(
    "ref",
    [
        "http://127.0.0.1:1/x",
        "https://example.org/x.jpg",
        "https://userapi.com.example.org/x",
        "https://notuserapi.com/x",
        "https://vk.com@example.org/x",
        "file:///etc/passwd",
        "ftp://vk.com/x",
        "//vk.com/x",
        "http://[::1/x",
        "",
    ],
)
async def test_other_places_are_not_gone_to(ref: str) -> None:
    with pytest.raises(PhotoUnavailable):
        await Fetching()(ref)


@pytest.mark.parametrize("ref", ["https://sun9-1.userapi.com/a", "https://VK.com/doc1", "http://psv4.vkuser.net/d"])
def test_vks_own_places_are_known(ref: str) -> None:
    assert Fetching()._trusted(fetching._parsed(ref))


async def answering(handler: web.RequestHandler | object) -> tuple[web.ServerRunner, str]:
    runner = web.ServerRunner(web.Server(handler, access_log=None))  # type: ignore[arg-type]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"127.0.0.1:{runner.addresses[0][1]}"


async def test_a_redirect_away_from_vk_is_not_followed() -> None:
    async def away(request: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://169.254.169.254/latest"})

    runner, place = await answering(away)
    with pytest.raises(PhotoUnavailable, match="not an address of VK"):
        await Fetching([place])(f"http://{place}/a")
    await runner.cleanup()


async def test_a_redirect_in_circles_ends() -> None:
    async def round_(request: web.BaseRequest) -> web.Response:
        return web.Response(status=302, headers={"Location": "/again"})

    runner, place = await answering(round_)
    with pytest.raises(PhotoUnavailable, match="circles"):
        await Fetching([place])(f"http://{place}/a")
    await runner.cleanup()


@pytest.mark.parametrize("announced", [True, False])
async def test_a_file_too_large_is_left(announced: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST", 1000)

    async def large(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse()
        if announced:
            answer.content_length = 5000
        await answer.prepare(request)
        await answer.write(b"x" * 5000)
        return answer

    runner, place = await answering(large)
    with pytest.raises(PhotoUnavailable) as unavailable:
        await Fetching([place])(f"http://{place}/a")
    assert unavailable.value.too_large
    await runner.cleanup()


async def test_what_is_gone_and_what_may_come_later() -> None:
    async with vk() as (server, api):
        fetch = VKMessenger(api, server.group_id).fetch
        with pytest.raises(PhotoUnavailable):
            await fetch(f"{server.url}/photos/1/base.jpg")
        for kind in ("500", "502html", "drop"):
            server.fault("file", kind, times=2)  # aiohttp itself asks once more after a lost connection
            with pytest.raises(TryLater):
                await fetch(photo_url(server, jpeg()))
            server.faults.clear()
        await server.stop()
        with pytest.raises(TryLater):
            await fetch(photo_url(server, jpeg()))
