"""What the bot looks up in Telegram: photos, and who is in a group."""

import pytest
from aiogram import Bot

from bot.handlers.telegram.address import address
from bot.handlers.telegram.downloading import LIMIT
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.usecases.platform import (
    PhotoUnavailable,
    TryLater,
)
from tests.handlers.telegram_scene import PLACEHOLDER, Scene, jpeg, scene
from tests.handlers.telegram_shapes import Canned

__all__ = ["scene"]


# Photos


async def test_a_photo_is_fetched_whole(scene: Scene) -> None:
    picture = jpeg(side=300)
    message = scene.anna.sends_photo(picture)
    assert await scene.messenger.fetch(message.files[0].file_id) == picture


async def test_a_file_that_telegram_will_not_hand_out_is_too_large(scene: Scene) -> None:
    message = scene.anna.sends_document(b"x", size=30_000_000)
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert caught.value.too_large


async def test_no_more_is_read_than_agreed(scene: Scene) -> None:
    message = scene.anna.sends_document(b"x" * (LIMIT + 1), size=1000)
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert caught.value.too_large


async def test_an_unknown_file_is_unavailable_and_not_because_of_its_size(scene: Scene) -> None:
    with pytest.raises(PhotoUnavailable) as caught:
        await scene.messenger.fetch("nonsense")
    assert not caught.value.too_large


@pytest.mark.parametrize("kind", ["429", "500", "502html", "half", "drop"])
@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_a_photo_may_be_fetched_later_and_the_token_stays_secret(scene: Scene, method: str, kind: str) -> None:
    message = scene.anna.sends_photo(jpeg())
    # aiohttp itself tries a dropped GET once more
    scene.server.fault(method, kind=kind, times=2 if (method, kind) == ("download", "drop") else 1)
    with pytest.raises(TryLater) as caught:
        await scene.messenger.fetch(message.files[0].file_id)
    assert "TEST-TOKEN" not in repr(caught.value)
    assert caught.value.__suppress_context__
    assert await scene.messenger.fetch(message.files[0].file_id)


# Members


async def test_only_who_is_in_the_group_now_is_a_member(scene: Scene) -> None:
    boris, vera = scene.server.user("Борис"), scene.server.user("Вера")
    group = scene.server.group("Отдел", [scene.anna, boris], supergroup=True)
    desk = address(group.id, 45)
    group.promotes(boris)
    assert await scene.messenger.is_member(desk, scene.home)
    assert await scene.messenger.is_member(desk, address(boris.id))
    assert not await scene.messenger.is_member(desk, address(vera.id))
    assert not await scene.messenger.is_member(desk, "telegram:999")
    assert not await scene.messenger.is_member(desk, "vk:5")
    group.removes(boris)
    assert not await scene.messenger.is_member(desk, address(boris.id))


async def test_who_speaks_for_the_chat_is_its_administrator(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], supergroup=True)
    assert await scene.messenger.is_member(address(group.id, 45), address(group.id))
    assert await scene.messenger.is_member(address(group.id), "telegram:1087968824")


async def test_nobody_is_a_member_where_the_bot_is_not(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], supergroup=True)
    group.kick_bot()
    assert not await scene.messenger.is_member(address(group.id), scene.home)


async def test_membership_is_not_guessed_when_telegram_is_in_trouble(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    scene.server.fault("getChatMember")
    with pytest.raises(TryLater):
        await scene.messenger.is_member(address(group.id), scene.home)


@pytest.mark.parametrize(
    ("member", "inside"),
    [
        ({"status": "restricted", "is_member": True}, True),
        ({"status": "restricted", "is_member": False}, False),
        ({"status": "administrator", "can_foresee": True}, True),
        ({"status": "left"}, False),
        ({}, False),
    ],
)
async def test_a_member_of_any_age_of_telegram_is_understood(member: object, inside: bool) -> None:
    messenger = TelegramMessenger(Bot("42:TEST", session=Canned(getChatMember=member)), PLACEHOLDER)
    assert await messenger.is_member("telegram:-5", "telegram:7") is inside
