"""One call of VK's API, and what the messages of a chat are asked by."""

from typing import TYPE_CHECKING, Any

from bot.handlers.vk.shapes import Json, table, tables

if TYPE_CHECKING:
    from vkbottle import API


async def ask(api: "API", method: str, **params: Any) -> Any:
    """What stands under «response». Raises VKSaid or TryLater; parameters that are None are not sent."""
    answer = await api.request(method, params)
    return answer["response"]


async def message_at(api: "API", peer: int, message: int) -> Json | None:
    """A message as VK has it now, whole and with access keys that serve; None if it is gone."""
    found = await ask(api, "messages.getByConversationMessageId", peer_id=peer, conversation_message_ids=message)
    return next(iter(tables(table(found).get("items"))), None)
