"""Messages, people and the community as VK writes them."""

from typing import TYPE_CHECKING, Any

from tests.servers.vk.state import Message

if TYPE_CHECKING:
    from tests.servers.vk.people import User
    from tests.servers.vk.server import VKServer

Json = dict[str, Any]

CLIENT_INFO = {
    "button_actions": [
        "text",
        "vkpay",
        "open_app",
        "location",
        "open_link",
        "open_photo",
        "callback",
        "intent_subscribe",
        "intent_unsubscribe",
    ],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}


def whole(message: Message, base: str, in_event: bool = False) -> Json:
    """The full object. In a беседа's event the access keys are not the ones that let a photo be sent on."""
    true_keys = not (in_event and message.peer.is_chat)
    shown: Json = {
        "date": message.at,
        "from_id": message.from_id,
        "id": message.message_id,
        "version": message.version,
        "out": int(message.from_id == -message.peer.community),
        "fwd_messages": [inner(one, base, true_keys) for one in message.forwarded],
        "important": False,
        "is_hidden": False,
        "attachments": [one.shown(base, true_keys) for one in message.attachments],
        "conversation_message_id": message.id,
        "text": message.text,
        "peer_id": message.peer.id,
        "random_id": message.random_id,
    }
    if message.reply is not None:
        shown["reply_message"] = inner(message.reply, base, true_keys)
    return shown | _extras(message)


def _extras(message: Message) -> Json:
    extras: Json = {}
    if message.payload is not None:
        extras["payload"] = message.payload
    if message.keyboard is not None:
        extras["keyboard"] = message.keyboard
    if message.geo is not None:
        latitude, longitude = message.geo
        extras["geo"] = {"type": "point", "coordinates": {"latitude": latitude, "longitude": longitude}}
    if message.action is not None:
        extras["action"] = message.action
    if message.edited_at is not None:
        extras["update_time"] = message.edited_at
    return extras


def inner(message: Message, base: str, true_keys: bool) -> Json:
    """A message quoted or forwarded inside another one."""
    shown: Json = {
        "date": message.at,
        "from_id": message.from_id,
        "text": message.text,
        "attachments": [one.shown(base, true_keys) for one in message.attachments],
        "conversation_message_id": message.id,
        "peer_id": message.peer.id,
        "id": message.message_id,
    }
    if message.forwarded:
        shown["fwd_messages"] = [inner(one, base, true_keys) for one in message.forwarded]
    return shown


def for_event(message: Message, base: str, crop_over: int) -> Json:
    """The object of an event: what is too big is cropped to one attachment (and one forwarded) per message."""
    shown = whole(message, base, in_event=True)
    if crop_over and _heaviest(shown) > crop_over:
        _crop(shown)
    return shown


def _heaviest(shown: Json) -> int:
    inside = [*shown.get("fwd_messages", ()), *filter(None, [shown.get("reply_message")])]
    return max([len(shown["attachments"]), len(shown.get("fwd_messages", ())), *map(_heaviest, inside)])


def _crop(shown: Json) -> None:
    shown["is_cropped"] = True
    shown["attachments"] = shown["attachments"][:1]
    shown["fwd_messages"] = shown.get("fwd_messages", [])[:1]
    for one in [*shown["fwd_messages"], *filter(None, [shown.get("reply_message")])]:
        _crop(one)


def community(server: "VKServer") -> Json:
    shown: Json = {"id": server.group_id, "name": server.name, "screen_name": server.screen_name, "is_closed": 0}
    photos = {f"photo_{side}": f"https://vk.com/images/community_{side}.png" for side in (50, 100, 200)}
    return shown | {"type": "page"} | photos


def profile(user: "User", fields: str = "") -> Json:
    """A person, with those of the extra `fields` (parted by commas) that the fake knows."""
    shown: Json = {"id": user.id, "first_name": user.first, "last_name": user.last}
    shown |= {"can_access_closed": True, "is_closed": False}
    extra = {"screen_name": f"id{user.id}", "domain": f"id{user.id}", "sex": 0, "online": 1, "has_photo": 0}
    extra |= {f"photo_{side}": f"https://vk.com/images/camera_{side}.png" for side in (50, 100, 200)}
    return shown | {name: value for name, value in extra.items() if name in fields.split(",")}
