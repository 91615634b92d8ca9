"""The bot in a беседа: what it hears, what it may ask, what happens when it is thrown out."""

import pytest
from vkbottle import (
    Callback,
    PhotoMessageUploader,
    Text,
    VKAPIError,
)
from vkbottle.tools.mini_types.bot import message_min

from tests.servers.test_vk_server.clients import board, picture


async def test_without_access_the_bot_hears_mentions_and_its_buttons(server, api, events):
    ivan, olga = server.user("Иван", "Сидоров"), server.user("Ольга")
    chat = server.chat("Администрация", [ivan, olga])
    invited = message_min(await anext(events), api)
    assert (invited.action.type.value, invited.action.member_id) == ("chat_invite_user", -server.group_id)
    assert (invited.peer_id, invited.id) == (chat.peer_id, 0)

    await api.messages.send(
        peer_id=chat.peer_id, random_id=1, message="?", keyboard=board([Text("Да", {"a": 1}), Callback("Нет", {})])
    )
    question = chat.sees[0]
    ivan.in_(chat).writes("наш разговор")
    olga.in_(chat).writes("ответ боту", reply_to=question)
    olga.in_(chat).writes(f"[club{server.group_id}|@otklik_bot] упомянули")
    ivan.in_(chat).writes("@otklik_bot и так")
    ivan.in_(chat).presses("Да")
    ivan.in_(chat).presses("Нет")
    chat.hears_replies = True
    olga.in_(chat).writes("ответ слышен", reply_to=question)
    chat.full_access = True
    ivan.in_(chat).writes("теперь слышно всё")
    chat.kick_bot(by=ivan)

    heard = [await anext(events) for _ in range(7)]
    texts = [one["object"]["message"]["text"] for one in heard if one["type"] == "message_new"]
    mention = f"[club{server.group_id}|@otklik_bot]"
    assert texts == [
        f"{mention} упомянули",
        "@otklik_bot и так",
        f"{mention} Да",
        "ответ слышен",
        "теперь слышно всё",
        "",
    ]
    assert message_min(heard[2], api).get_payload_json() == {"a": 1}
    assert message_min(heard[4], api).reply_message.conversation_message_id == question.id
    assert heard[6]["object"]["message"]["action"] == {"type": "chat_kick_user", "member_id": -server.group_id}


@pytest.mark.parametrize("code", [7, 917])
async def test_a_kicked_bot_can_neither_write_nor_look(server, api, code):
    ivan = server.user("Иван")
    chat = server.chat("Администрация", [ivan], full_access=True)
    await api.messages.send(peer_id=chat.peer_id, random_id=1, message="здесь")
    chat.kick_bot(code=code)
    for call in (
        api.messages.send(peer_id=chat.peer_id, random_id=2, message="?"),
        api.messages.edit(peer_id=chat.peer_id, cmid=2, message="?"),
        api.messages.get_conversation_members(peer_id=chat.peer_id),
        PhotoMessageUploader(api).upload(picture(), peer_id=chat.peer_id),
    ):
        with pytest.raises(VKAPIError[code]):
            await call
    assert not ivan.in_(chat).writes("без бота").heard
    chat.invite_bot(by=ivan)
    assert ivan.in_(chat).writes("с ботом").heard
    assert await api.messages.send(peer_id=chat.peer_id, random_id=3, message="снова") == 0


async def test_members_are_told_only_to_a_bot_with_access(server, api):
    ivan, olga = server.user("Иван", "Сидоров"), server.user("Ольга")
    chat = server.chat("Администрация", [ivan, olga])
    with pytest.raises(VKAPIError[917]):
        await api.messages.get_conversation_members(peer_id=chat.peer_id)
    chat.full_access = True
    members = await api.messages.get_conversation_members(peer_id=chat.peer_id)
    assert [one.member_id for one in members.items] == [ivan.id, olga.id, -server.group_id]
    assert members.items[0].is_owner
    assert members.profiles[0].first_name == "Иван"
    (conversation,) = (await api.messages.get_conversations_by_id(peer_ids=[chat.peer_id])).items
    assert conversation.chat_settings.title == "Администрация"
    assert conversation.can_write.allowed


async def test_small_questions(server, api):
    anna = server.user("Анна", "Петрова")
    anna.writes("Здравствуйте")
    (found,) = await api.users.get(user_ids=[anna.id, 5], fields=["screen_name"])
    assert (found.first_name, found.last_name, found.screen_name) == ("Анна", "Петрова", f"id{anna.id}")
    (group,) = (await api.groups.get_by_id()).groups
    assert (group.id, group.screen_name) == (server.group_id, server.screen_name)
    assert await api.messages.mark_as_read(peer_id=anna.id) == 1
    assert await api.messages.set_activity(peer_id=anna.id, type="typing") == 1
