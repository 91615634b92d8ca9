"""Small tools of these tests: calls without a library, pictures, keyboards."""

import io
from typing import Any

import aiohttp
from PIL import Image
from vkbottle import (
    BotPolling,
    Keyboard,
)

from tests.servers.vk import VKServer

Json = dict[str, Any]
ANNA = 100_000_001  # the id of the first person of a server


def picture(width: int = 800, height: int = 600, colour: str = "red", kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


def board(*rows: list[Any], inline: bool = True) -> str:
    keyboard = Keyboard(inline=inline)
    for row in rows:
        keyboard.row()
        for button in row:
            keyboard.add(button)
    return keyboard.get_json()


class Poller(BotPolling):
    """vkbottle's polling that keeps its place in memory, as a bot keeps it in a database."""

    def save_server_ts(self, server: Json) -> None:
        self.ts = server["ts"]


async def ask(fake: VKServer, method: str, **params: Any) -> Json:
    """A call as bare as it can be; a parameter that is None is left out."""
    data = {"access_token": fake.token, "v": "5.199"} | {key: str(value) for key, value in params.items()}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{fake.url}/method/{method}", data={k: v for k, v in data.items() if v != "None"}) as answer,
    ):
        assert answer.status == 200
        return await answer.json()


async def refused(fake: VKServer, method: str, **params: Any) -> int:
    return (await ask(fake, method, **params))["error"]["error_code"]


def button(**changes: Any) -> Json:
    action = {"type": "callback", "label": "Да", "payload": '{"a":1}'} | changes
    return {"action": {name: value for name, value in action.items() if value is not None}}


def grid(*rows: int) -> list[list[Json]]:
    return [[button() for _ in range(columns)] for columns in rows]


async def check(server: VKServer, **changes: Any) -> Json:
    """One a_check from the first event on, without waiting."""
    query = {"act": "a_check", "key": server.feed.key, "ts": "1", "wait": "0"} | changes
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/whp/{server.group_id}", params=query) as answer:
        return await answer.json()
