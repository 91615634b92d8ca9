"""VK's outgoing side: letters, edits, toasts, photos and membership, within VK's limits."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from yarl import URL

from bot.dialogs.events import Person
from bot.handlers.vk.address import is_group, number_of
from bot.handlers.vk.asking import ask
from bot.handlers.vk.errors import VKSaid, only_sending_errors, why_not_edited
from bot.handlers.vk.escaping import calling, harmless
from bot.handlers.vk.fetching import Fetching
from bot.handlers.vk.incoming import unpack_press
from bot.handlers.vk.keyboard import inline
from bot.handlers.vk.members import Members
from bot.handlers.vk.photos import Photos
from bot.handlers.vk.shapes import table, whole
from bot.usecases.platform import CALLS, CannotEdit, Edit, Outgoing, Refused, Toast

if TYPE_CHECKING:
    from vkbottle import API

TOAST = 90
_INT32 = 2**31 - 1
_REPLY_GONE = frozenset({100, 913, 921, 969})  # what VK may say of a reply to a message that is there no more
_PRESS_GONE = frozenset({15, 100, 104})


class VKMessenger:
    """Ids of messages are VK's conversation_message_id, the only ones that group chats have.

    Photos are fetched from VK's hosts, the API's own host and those of `hosts`.
    """

    platform = "vk"

    def __init__(self, api: "API", group_id: int, hosts: Iterable[str] = ()) -> None:
        self._api, self.group_id = api, group_id
        self._photos = Photos(api, group_id)
        self._members = Members(api)
        self._fetching = Fetching([*hosts, URL(api.API_URL).authority])

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        peer = _peer(letter.chat)
        with only_sending_errors(is_group(peer)):
            called = calling(letter.mention) if letter.mention else ""
            params: dict[str, Any] = {
                "peer_ids": peer,  # and not peer_id: only so VK tells the conversation_message_id
                "random_id": (letter.id - 1) % _INT32 + 1,
                "message": called + _naming(harmless(letter.text), letter.called),
                "keyboard": inline(letter.keyboard) if letter.keyboard else None,
                # Whoever is called is to get a notice; nobody else is named.
                "disable_mentions": int(not (called or letter.called)),
                "dont_parse_links": 1,
                "attachment": await self._photos.upload(peer, letter.photos),
            }
            sent = await self._send(params, _reply(peer, letter.reply_to))
            if sent and letter.photos:
                self._photos.remember(peer, sent, params["attachment"])
            return (str(sent),) if sent else ()

    async def edit(self, letter: Edit) -> None:
        peer = _peer(letter.chat)
        with only_sending_errors(is_group(peer)):
            if not letter.messages or not letter.messages[0].isdecimal():
                raise CannotEdit("no message to edit")
            try:
                await self._edit(peer, int(letter.messages[0]), letter)
            except VKSaid as said:
                raise why_not_edited(said, is_group(peer)) from None

    async def toast(self, letter: Toast) -> None:
        pressed = unpack_press(letter.press)
        if pressed is None:
            return
        event_id, user, peer = pressed
        text = letter.text if len(letter.text) <= TOAST else letter.text[: TOAST - 1] + "…"
        shown = json.dumps({"type": "show_snackbar", "text": text}, ensure_ascii=False) if text else None
        with only_sending_errors(is_group(peer)):
            try:
                await ask(
                    self._api,
                    "messages.sendMessageEventAnswer",
                    event_id=event_id,
                    user_id=user,
                    peer_id=peer,
                    event_data=shown,
                )
            except VKSaid as said:
                if said.code not in _PRESS_GONE:
                    raise

    async def fetch(self, ref: str) -> bytes:
        return await self._fetching(ref)

    async def is_member(self, chat: str, person: str) -> bool:
        peer, user = _peer(chat), number_of(person)
        if user is None or not is_group(peer):
            return user == peer
        with only_sending_errors(group=True):
            return await self._members.has(peer, user)

    async def _send(self, params: dict[str, Any], reply: str | None) -> int | None:
        """The new message's id. A reply whose original is gone is sent as a plain message."""
        try:
            return await self._send_once({**params, "forward": reply})
        except VKSaid as said:
            if reply is None or said.code not in _REPLY_GONE:
                raise
        return await self._send_once(params)

    async def _send_once(self, params: dict[str, Any]) -> int | None:
        sent = (await ask(self._api, "messages.send", **params))[0]
        if error := table(sent.get("error")):
            code = whole(error.get("code")) or whole(error.get("error_code")) or 1
            raise VKSaid(code, str(error.get("description", ""))[:200])
        return whole(sent.get("conversation_message_id"))

    async def _edit(self, peer: int, message: int, letter: Edit) -> None:
        await ask(
            self._api,
            "messages.edit",
            peer_id=peer,
            conversation_message_id=message,
            cmid=message,  # the same by its newer name
            message=harmless(letter.text),
            keyboard=inline(letter.keyboard) if letter.keyboard else None,  # not given, it is taken away
            attachment=await self._photos.on(peer, message) if letter.has_photo else None,
            keep_forward_messages=1,
            keep_snippets=1,
            disable_mentions=1,
            dont_parse_links=1,
        )


def _naming(text: str, called: Iterable[Person]) -> str:
    """The names of those who are called, as VK's own mentions."""
    for one in called:
        name, mention = f"{CALLS}{harmless(one.name)},", calling(one)
        text = text.replace(name, CALLS + mention.rstrip(), 1) if mention else text
    return text


def _peer(chat: str) -> int:
    peer = number_of(chat)
    if peer is None:
        raise Refused("no_chat", f"not an address of VK: {chat}")
    return peer


def _reply(peer: int, message: str | None) -> str | None:
    if message is None or not message.isdecimal():
        return None
    return json.dumps({"peer_id": peer, "conversation_message_ids": [int(message)], "is_reply": 1})
