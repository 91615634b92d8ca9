"""The page is ours: it takes whatever the service can write."""

from bot.usecases.platform import Limits

WEB_LIMITS = Limits(a_second=1000, a_chat=(1000, 1), a_group=(1000, 1), is_group=lambda _chat: False)
