"""What `otklik check` says of the community and its chats."""

import pytest

from bot.handlers.vk.doctor import VKDoctor
from bot.usecases.platform import Health
from tests.handlers.vk_world import vk
from tests.servers.vk.methods import METHODS


async def test_a_community_in_good_health() -> None:
    async with vk() as (server, api):
        assert await VKDoctor(api, server.group_id).account() == Health(True, "Отклик")


async def test_a_token_that_is_refused_or_belongs_to_another() -> None:
    async with vk() as (server, api):
        assert await VKDoctor(api, 5).account() == Health(False, f"another Отклик ({server.group_id})")
        server.token = "another"
        assert await VKDoctor(api).account() == Health(False, "unauthorized")


@pytest.mark.parametrize(
    ("has", "said"),
    [
        (["messages", "photos"], Health(True, "Отклик")),
        (["photos", "manage"], Health(False, "lacks messages")),
        ([], Health(True, "Отклик")),
    ],
)
async def test_the_rights_of_a_token(has: list[str], said: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"mask": 1, "permissions": [{"name": name, "setting": 1} for name in has]}
    monkeypatch.setitem(METHODS, "groups.getTokenPermissions", lambda server, params: told)
    async with vk() as (_, api):
        assert await VKDoctor(api).account() == said


async def test_a_long_poll_that_does_not_tell_everything() -> None:
    async with vk() as (server, api):
        server.feed.enabled.discard("message_event")
        assert await VKDoctor(api).account() == Health(False, "deaf message_event")
        assert (await VKDoctor(api, long_poll=False).account()).ok


async def test_settings_that_may_not_be_seen_are_no_trouble() -> None:
    async with vk() as (server, api):
        server.fault("groups.getLongPollSettings", "15", times=2)
        assert (await VKDoctor(api).account()).ok
        server.feed.long_poll_on = False
        assert await VKDoctor(api).account() == Health(False, "deaf")


async def test_chats_near_and_out_of_reach() -> None:
    async with vk() as (server, api):
        anna = server.user("Анна", allowed=True)
        near = server.chat("Булгаково", [anna], full_access=True)
        deaf = server.chat("Пречистое", [anna])
        doctor = VKDoctor(api)
        assert await doctor.chat(f"vk:{near.peer_id}") == Health(True, "Булгаково")
        assert (await doctor.chat(f"vk:{anna.id}")).ok
        for chat, word in [(f"vk:{deaf.peer_id}", "hidden"), ("vk:5", "no_chat"), ("telegram:5", "no_chat")]:
            assert await doctor.chat(chat) == Health(False, word)
        anna.denies()
        assert await doctor.chat(f"vk:{anna.id}") == Health(False, "blocked")


@pytest.mark.parametrize(("kind", "word"), [("6", "flood"), ("10", "server"), ("502html", "network")])
async def test_a_vk_in_trouble(kind: str, word: str) -> None:
    async with vk() as (server, api):
        for method in ("groups.getById", "messages.getConversationsById"):
            server.fault(method, kind)
        assert await VKDoctor(api).account() == Health(False, word)
        assert await VKDoctor(api).chat("vk:5") == Health(False, word)
