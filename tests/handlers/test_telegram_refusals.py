"""What goes wrong in Telegram is told apart: who cannot be written to, what may be tried again."""

import pytest
from aiogram import Bot

from bot.handlers.telegram.address import address
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.usecases.platform import (
    Edit,
    MovedTo,
    Outgoing,
    Refused,
    Toast,
    TryLater,
)
from tests.handlers.telegram_scene import PLACEHOLDER, Scene, scene
from tests.handlers.telegram_shapes import Canned
from tests.servers.telegram import Group

__all__ = ["scene"]


async def refusal(scene: Scene, chat: str, text: str = "Ответ") -> str:
    with pytest.raises(Refused) as caught:
        await scene.messenger.send(Outgoing(1, chat, text))
    return caught.value.reason


async def test_a_resident_who_blocked_the_bot_or_left_telegram(scene: Scene) -> None:
    scene.anna.blocks()
    assert await refusal(scene, scene.home) == "blocked"
    boris = scene.server.user("Борис", started=True)
    boris.deactivates()
    assert await refusal(scene, address(boris.id)) == "blocked"
    stranger = scene.server.user("Вера")
    assert await refusal(scene, address(stranger.id)) == "no_chat"
    scene.server.group("Отдел", [stranger])
    assert await refusal(scene, address(stranger.id)) == "blocked"


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_that_put_the_bot_out(scene: Scene, supergroup: bool) -> None:
    group: Group = scene.server.group("Отдел", [scene.anna], supergroup=supergroup)
    group.kick_bot()
    assert await refusal(scene, address(group.id)) == "kicked"


async def test_a_chat_that_never_was(scene: Scene) -> None:
    for chat in ("telegram:123456", "telegram:-100999", "vk:5", "telegram:", "telegram:12x", "telegram:1/2/3"):
        assert await refusal(scene, chat) == "no_chat"


async def test_a_group_or_a_topic_where_the_bot_may_not_write(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna], forum=True)
    topic = group.topic("Дороги")
    topic.closed = True
    assert await refusal(scene, address(group.id, topic.id)) == "no_rights"
    group.mute_bot()
    assert await refusal(scene, address(group.id)) == "no_rights"
    assert await refusal(scene, address(group.id, 4567)) == "no_chat"


async def test_a_letter_that_telegram_does_not_take(scene: Scene) -> None:
    assert await refusal(scene, scene.home, "") == "bad_letter"
    assert await refusal(scene, scene.home, "о" * 4097) == "bad_letter"
    assert await refusal(scene, scene.home, "\ud83d") == "bad_letter"


async def test_a_group_that_moved_tells_where(scene: Scene) -> None:
    group = scene.server.group("Отдел", [scene.anna])
    old, new = group.id, group.upgrade()
    with pytest.raises(MovedTo) as caught:
        await scene.messenger.send(Outgoing(1, address(old), "Карточка"))
    assert caught.value.chat == address(new)
    assert await scene.messenger.is_member(address(old), scene.home)


async def test_flood_control_says_how_long_to_wait(scene: Scene) -> None:
    scene.server.fault("sendMessage", kind="429", retry_after=17)
    with pytest.raises(TryLater) as caught:
        await scene.messenger.send(Outgoing(1, scene.home, "Ответ"))
    assert caught.value.after == 17.0


@pytest.mark.parametrize("kind", ["500", "502html", "garbage", "half", "drop", "done-then-drop"])
async def test_a_broken_line_or_server_is_temporary(scene: Scene, kind: str) -> None:
    scene.server.fault(times=3, kind=kind)
    with pytest.raises(TryLater):
        await scene.messenger.send(Outgoing(1, scene.home, "Секрет"))
    with pytest.raises(TryLater):
        await scene.messenger.edit(Edit(2, scene.home, ("1",), "Секрет"))
    with pytest.raises(TryLater) as caught:
        await scene.messenger.toast(Toast(3, scene.home, "1", scene.home, "Секрет"))
    assert "Секрет" not in repr(caught.value)
    await scene.messenger.send(Outgoing(4, scene.home, "Ответ"))


async def test_a_revoked_token_may_be_mended(scene: Scene) -> None:
    scene.server.token = "7000000001:ANOTHER"
    with pytest.raises(TryLater, match="unauthorized"):
        await scene.messenger.send(Outgoing(1, scene.home, "Ответ"))


@pytest.mark.parametrize("answer", [True, None, [], "text", {"text": "no number"}])
async def test_an_answer_that_names_no_message_is_the_servers_trouble(answer: object) -> None:
    session = Canned(sendMessage=answer, sendMediaGroup=answer)
    messenger = TelegramMessenger(Bot("42:TEST", session=session), PLACEHOLDER)
    for photos in ((), (b"1", b"2")):
        with pytest.raises(TryLater, match="server"):
            await messenger.send(Outgoing(1, "telegram:5", "Ответ", photos=photos))


async def test_what_telegram_adds_to_its_answer_does_not_send_a_letter_twice() -> None:
    answer = {"message_id": 9, "chat": {"type": "hologram"}, "reply_to_message": 5}
    messenger = TelegramMessenger(Bot("42:TEST", session=Canned(sendMessage=answer)), PLACEHOLDER)
    assert await messenger.send(Outgoing(1, "telegram:5", "Ответ")) == ("9",)
