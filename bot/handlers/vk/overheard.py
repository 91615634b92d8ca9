"""Tells what in a group chat is said to the bot; officials' own talk stops here and is kept nowhere."""

import re

from bot.handlers.vk.shapes import Json, table

CODE_WITHIN = 200  # an invite code is sent alone or nearly so; a long text that happens to hold one is talk

_INVITE_CODE = re.compile(r"(?<!\w)[A-Z2-9]{4}-[A-Z2-9]{4}(?!\w)", re.IGNORECASE | re.ASCII)


def replied_to(message: Json) -> Json:
    """The message it replies to; empty for none, and for one of another chat (answered «в личные сообщения»)."""
    original = table(message.get("reply_message"))
    return original if original.get("peer_id") in (None, message.get("peer_id")) else {}


def answers_us(message: Json, group_id: int) -> bool:
    """Whether it is a reply to a message of this community."""
    return bool(replied_to(message).get("from_id") == -group_id)


def meant_for_us(message: Json, words: str, group_id: int) -> bool:
    """Whether a group's message may go further; `words` is its text with the leading mention taken off."""
    if answers_us(message, group_id) or words.startswith("/"):
        return True
    if len(words) <= CODE_WITHIN and _INVITE_CODE.search(words):
        return True
    return bool(_mention(group_id).search(str(message.get("text", ""))))


def without_mention(text: str, group_id: int) -> str:
    """The text with no «[club123|@name], » or «@club123 » before it: that only calls the bot."""
    return re.sub(rf"^(?:\s*{_mention(group_id).pattern}[\s,:]*)+", "", text)


def _mention(group_id: int) -> re.Pattern[str]:
    names = f"(?:club|public|event){group_id}"
    return re.compile(rf"(?:\[{names}\|[^\]]*\]|[@*]{names}\b(?:\s*\([^)]*\))?)")
