"""The door to vkbottle: VK's API with paced calls, a session that can be closed, and errors that hold no token.

Importing vkbottle takes two seconds and 50 MB, so only this file does it: import it only where VK is in use.
"""

import asyncio
import json
import logging
import warnings
from typing import Any

from aiohttp import ClientTimeout

from bot.handlers.vk.errors import VKSaid
from bot.handlers.vk.shapes import table, text, whole
from bot.usecases.pacing import Turns, Window
from bot.usecases.platform import TryLater

with warnings.catch_warnings():  # restores warnings.showwarning, which vkbottle replaces on import
    from vkbottle import API, ABCResponseValidator, AiohttpClient
    from vkbottle.modules import logger as vkbottle_logger

CALLS_A_SECOND = 20  # VK's limit for a community's token, in any second

_SESSION_TIME = ClientTimeout(total=60, connect=10)


class PacedAPI(API):
    """Raises VKSaid where VK refuses and TryLater where it cannot be understood or reached; nothing else."""

    def __init__(self, token: str, api_url: str, turns: Turns) -> None:
        super().__init__(token, http_client=AiohttpClient(timeout=_SESSION_TIME))
        self.API_URL = api_url.rstrip("/") + "/"
        self.response_validators = [_Answer()]
        self._turns = turns

    async def request(self, method: str, data: dict[str, Any], version: str | None = None) -> dict[str, Any]:
        """`data` is left as it is. aiohttp's errors show the address asked, token and all, so they are not chained."""
        try:
            async with self._turns.turn():
                return await super().request(method, dict(data), version)
        except VKSaid:
            raise
        except Exception as error:
            why = type(error).__name__
        raise TryLater(f"no answer of VK to {method}: {why}")


class _Answer(ABCResponseValidator):
    """Instead of vkbottle's: those ask again without end until the answer is JSON, and log what is in it."""

    async def validate(self, method: str, data: dict[str, Any], response: Any, ctx_api: Any) -> dict[str, Any]:
        answer = table(json.loads(response))
        if error := table(answer.get("error")):
            raise VKSaid(whole(error.get("error_code")) or 1, text(error.get("error_msg"))[:200])
        if "response" not in answer:
            raise ValueError("neither a response nor an error")
        return answer


def open_api(token: str, api_url: str, calls_a_second: int = CALLS_A_SECOND) -> API:
    """The API at `api_url` (with or without the last slash); to be closed by `close_api`."""
    _silence()
    return PacedAPI(token, api_url, Turns(Window(calls_a_second, 1)))


async def close_api(api: API) -> None:
    """Closes the session; connections get one turn of the loop to go."""
    await api.http_client.close()
    await asyncio.sleep(0)


def _silence() -> None:
    """vkbottle writes requests, answers and with them people's words to its log."""
    logging.getLogger("vkbottle").disabled = True
    if hasattr(vkbottle_logger, "disable"):  # loguru, if somebody installed it
        vkbottle_logger.disable("vkbottle")
