"""What happens between people and the bot: messages come, buttons are pressed, the bot hears of it."""

import json
import secrets
from typing import TYPE_CHECKING, Any

from tests.servers.vk.render import CLIENT_INFO, for_event
from tests.servers.vk.state import Message, Signal

if TYPE_CHECKING:
    from tests.servers.vk.people import Seat
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]
PLACE = (54.995, 32.4)  # where a person is who presses a location button


class Press:
    """A pressed callback button and what the bot answered to it."""

    def __init__(self, user_id: int, message: Message, at: int) -> None:
        self.event_id = secrets.token_hex(6)
        self.user_id, self.message, self.at = user_id, message, at
        self.answer: Json | None = None
        self.answer_came = Signal()

    async def settles(self, within: float = 60) -> str | None:
        """Wait for the bot's answer; the words of its snackbar, None if it was an empty one or a link."""
        if not self.answered and not await self.answer_came.wait(within):
            raise AssertionError(f"a press on {self.message} was not answered within {within} s")
        return self.toast

    @property
    def answered(self) -> bool:
        return self.answer is not None

    @property
    def toast(self) -> str | None:
        return str(self.answer["text"]) if self.answer and self.answer.get("type") == "show_snackbar" else None


def receive(seat: "Seat", **content: Any) -> Message:
    """A person's message, heard by the bot if it may."""
    server = seat.server
    if not seat.peer.is_chat:
        seat.user.allowed = True
    message = server.ledger.write(seat.peer, seat.user.id, server.clock, **content)
    _acted(seat)
    _tell(server, "message_new", message)
    return message


def receive_edit(seat: "Seat", message: Message, content: Json) -> Message:
    server = seat.server
    server.ledger.rewrite(message, server.clock, **content)
    _acted(seat)
    _tell(server, "message_edit", message)
    return message


def _tell(server: "VKServer", event: str, message: Message) -> None:
    chat = server.chats.get(message.peer.id)
    message.heard = chat is None or chat.hears(message)
    if message.heard:
        announce(server, event, message)


def announce(server: "VKServer", event: str, message: Message) -> None:
    """Put a message's event into the feed; it is not even rendered if nobody wants that kind."""
    wanted = event in server.feed.enabled or any(event in one.enabled for one in server.callbacks.servers.values())
    if not wanted:
        return
    shown = for_event(message, server.url, server.crop_over)
    server.feed.put(event, {"client_info": CLIENT_INFO, "message": shown} if event == "message_new" else shown)


def press(seat: "Seat", message: Message, action: Json) -> Press | Message:
    """Do what the button does: an event, a message, a place. In a беседа a text button mentions the community."""
    if action["type"] == "callback":
        return press_callback(seat, message, action.get("payload"))
    if action["type"] not in ("text", "location"):
        raise AssertionError(f"a button of type {action['type']} tells the bot nothing: {action}")
    text = str(action.get("label", ""))
    if seat.peer.is_chat:
        text = f"[club{seat.server.group_id}|@{seat.server.screen_name}] {text}".strip()
    if message.keyboard and message.keyboard["one_time"]:
        seat.peer.keyboard_of = None
    geo = PLACE if action["type"] == "location" else None
    return receive(seat, text=text, geo=geo, payload=action.get("payload"))


def press_callback(seat: "Seat", message: Message, payload: Any) -> Press:
    """A message_event; VK gives the payload parsed."""
    server = seat.server
    pressed = Press(seat.user.id, message, server.clock)
    server.presses[pressed.event_id] = pressed
    _acted(seat)
    body: Json = {"user_id": seat.user.id, "peer_id": seat.peer.id, "event_id": pressed.event_id}
    body["payload"] = json.loads(payload) if isinstance(payload, str) else payload
    chat = server.chats.get(seat.peer.id)
    if chat is None or chat.bot_inside:
        server.feed.put("message_event", body | {"conversation_message_id": message.id})
    return pressed


def answer_press(server: "VKServer", pressed: Press, answer: Json) -> None:
    pressed.answer = answer
    pressed.answer_came.fire()
    server.ledger.note("answered", 0, pressed.message, pressed.toast)
    if pressed.toast is not None:
        server.toasts.setdefault(pressed.user_id, []).append(pressed.toast)
        server.toasted.fire()


def _acted(seat: "Seat") -> None:
    seat.peer.acted[seat.user.id] = seat.server.ledger.moment
