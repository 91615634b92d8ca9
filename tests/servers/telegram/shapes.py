"""How the Bot API prints users, chats, messages and members. Source: the `Json…` classes of tdlib/telegram-bot-api."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .chats import Chat
from .messages import Message

if TYPE_CHECKING:
    from .people import Person

Json = dict[str, Any]

ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

MEDIA_RIGHTS = ("audios", "documents", "photos", "videos", "video_notes", "voice_notes")
PERMISSIONS = {
    **dict.fromkeys(("can_send_messages", "can_send_media_messages"), True),
    **{f"can_send_{kind}": True for kind in MEDIA_RIGHTS},
    **dict.fromkeys(("can_send_polls", "can_send_other_messages", "can_add_web_page_previews"), True),
    **dict.fromkeys(("can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users"), True),
    **dict.fromkeys(("can_pin_messages", "can_manage_topics"), True),
}
ADMIN_RIGHTS = (
    "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
    "can_pin_messages", "can_promote_members", "can_manage_video_chats", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_manage_tags", "can_send_welcome_messages",
)  # fmt: skip


def user_json(person: Person) -> Json:
    body: Json = {"id": person.id, "is_bot": False, "first_name": person.name}
    if person.last_name:
        body["last_name"] = person.last_name
    if person.username:
        body["username"] = person.username
    return body | {"language_code": "ru"}


def bot_json(bot: Json) -> Json:
    """The answer of getMe."""
    return bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def chat_json(chat: Chat) -> Json:
    if chat.person:
        body = user_json(chat.person)
        del body["is_bot"], body["language_code"]
        return body | {"type": "private"}
    body = {"id": chat.id, "title": chat.title, "type": chat.kind}
    if chat.forum:
        body["is_forum"] = True
    if chat.kind == "group":
        body["all_members_are_administrators"] = True
        body["accepted_gift_types"] = _gifts(False)
    return body


def full_chat_json(chat: Chat) -> Json:
    """The answer of getChat."""
    body = chat_json(chat) | {
        "accepted_gift_types": _gifts(chat.private),
        "max_reaction_count": 11,
        "accent_color_id": 5,
    }
    if chat.private:
        return body | {"can_send_gift": True}
    return body | {"permissions": PERMISSIONS}


def _gifts(accepted: bool) -> Json:
    names = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return dict.fromkeys(names, accepted)


def message_json(message: Message, with_reply: bool = True) -> Json:
    """A message that is quoted in another does not quote a third."""
    body: Json = {"message_id": message.id, "from": message.author}
    if "sender_chat" in message.extras:
        body["sender_chat"] = message.extras["sender_chat"]
    body |= {"chat": chat_json(message.chat), "date": message.date}
    if message.edit_date:
        body["edit_date"] = message.edit_date
    if message.thread:
        body["message_thread_id"] = message.thread
    body |= message.extras
    if with_reply and message.reply_to and not message.reply_to.deleted:
        body["reply_to_message"] = message_json(message.reply_to, with_reply=False)
    body |= message.content
    if message.markup:
        body["reply_markup"] = message.markup
    if message.in_topic:
        body["is_topic_message"] = True
    return body


def inaccessible_json(chat: Chat, message_id: int) -> Json:
    """What a callback query brings for a message that is gone: a date of 0 tells."""
    return {"message_id": message_id, "chat": chat_json(chat), "date": 0}


def member_json(user: Json, status: str, chat: Chat) -> Json:
    body: Json = {"user": user, "status": status}
    if status == "creator":
        body["is_anonymous"] = False
    elif status == "administrator":
        rights = dict.fromkeys(ADMIN_RIGHTS, True) | {"can_promote_members": False, "is_anonymous": False}
        if chat.kind == "supergroup":
            rights["can_manage_topics"] = chat.forum
        body |= {"can_be_edited": False, **rights, "can_manage_voice_chats": True}
    elif status == "kicked":
        body["until_date"] = 0
    return body


def origin_json(source: object, date: int) -> Json:
    """`forward_origin` and the older fields that still come with it; a name alone is somebody who hides his account."""
    if isinstance(source, str):
        origin: Json = {"type": "hidden_user", "sender_user_name": source, "date": date}
        return {"forward_origin": origin, "forward_sender_name": source, "forward_date": date}
    if isinstance(source, Chat):
        chat = chat_json(source)
        origin = {"type": "chat", "sender_chat": chat, "date": date}
        return {"forward_origin": origin, "forward_from_chat": chat, "forward_date": date}
    user = user_json(source)  # type: ignore[arg-type]
    origin = {"type": "user", "sender_user": user, "date": date}
    return {"forward_origin": origin, "forward_from": user, "forward_date": date}
