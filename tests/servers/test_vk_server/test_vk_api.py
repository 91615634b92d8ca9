"""The second client, vk_api: it is synchronous and has an address of its own, so it runs in a thread, redirected."""

import asyncio
import io
import json
from typing import Any

import pytest
import vk_api
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.keyboard import VkKeyboard
from vk_api.utils import get_random_id

from tests.servers.test_vk_server.clients import picture
from tests.servers.vk import VKServer


class Redirected(vk_api.VkApi):
    """vk_api with its one fixed address led to the fake, and no pause between calls."""

    RPS_DELAY = 0.0

    def __init__(self, server: VKServer) -> None:
        super().__init__(token=server.token, api_version="5.199")
        post = self.http.post

        def redirected(url: str, *args: Any, **kwargs: Any) -> Any:
            return post(url.replace("https://api.vk.ru", server.url), *args, **kwargs)

        self.http.post = redirected


async def test_vk_api_holds_the_same_conversation(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # vk_api leaves a settings file behind
    anna = server.user("Анна", "Петрова")
    chat = server.chat("Администрация", [anna], full_access=True)
    session = Redirected(server)
    vk = session.get_api()
    long_poll = await asyncio.to_thread(VkBotLongPoll, session, server.group_id, wait=5)
    ours = picture()
    anna.writes("Яма", photos=[picture(), picture()])
    anna.in_(chat).writes("В беседе")

    def bot() -> list[Any]:
        private, public = long_poll.check()
        (photo,) = vk_api.VkUpload(session).photo_messages(io.BytesIO(ours), peer_id=anna.id)
        doc = vk_api.VkUpload(session).document_message(io.BytesIO(b"doc"), title="d.txt", peer_id=anna.id)["doc"]
        attachment = f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']},doc{doc['owner_id']}_{doc['id']}"
        keyboard = VkKeyboard(inline=True)
        keyboard.add_callback_button("Да", "positive", {"yes": 1})
        vk.messages.send(
            peer_id=private.message.peer_id,
            random_id=get_random_id(),
            message="Приняли",
            attachment=attachment,
            keyboard=keyboard.get_keyboard(),
        )
        return [private, public, vk.users.get(user_ids=anna.id)]

    private, public, users = await asyncio.to_thread(bot)

    assert private.type is VkBotEventType.MESSAGE_NEW
    assert private.from_user
    assert len(private.message.attachments) == 2
    assert public.from_chat
    assert users[0]["first_name"] == "Анна"
    assert (anna.sees[0].text, anna.sees[0].photos) == ("Приняли", [ours])
    assert anna.sees[0].attachments[1].data == b"doc"

    anna.presses("Да")
    (event,) = await asyncio.to_thread(long_poll.check)
    assert event.type is VkBotEventType.MESSAGE_EVENT
    assert event.object.payload == {"yes": 1}
    answer = {"event_id": event.object.event_id, "user_id": anna.id, "peer_id": anna.id}
    snackbar = json.dumps({"type": "show_snackbar", "text": "Спасибо"})
    await asyncio.to_thread(vk.messages.sendMessageEventAnswer, **answer, event_data=snackbar)
    assert anna.toasts == ["Спасибо"]

    with pytest.raises(vk_api.ApiError, match="914"):
        await asyncio.to_thread(vk.messages.send, peer_id=anna.id, random_id=1, message="а" * 4097)
    server.fail_poll(3)
    assert await asyncio.to_thread(long_poll.check) == []
    anna.writes("Ещё")
    (event,) = await asyncio.to_thread(long_poll.check)
    assert event.message.text == "Ещё"
    session.http.close()
    long_poll.session.close()
