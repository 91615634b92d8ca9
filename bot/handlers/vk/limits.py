"""VK's limits for one community; its client paces single calls, a message may take several of them."""

from bot.handlers.vk.address import is_group, number_of
from bot.usecases.platform import Limits


def _is_group(chat: str) -> bool:
    peer = number_of(chat)
    return peer is not None and is_group(peer)


VK_LIMITS = Limits(a_second=20, a_chat=(10, 10), a_group=(20, 20), is_group=_is_group)
