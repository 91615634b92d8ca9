"""The story told to a server in another process, as benchmarks do."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.servers.telegram.client import bot_at
from tests.servers.test_telegram_server.bots import jpeg, keyboard


class Remote:
    def __init__(self, url: str, token: str, session: ClientSession) -> None:
        self.url, self.token, self._session = url, token, session

    async def tell(self, commands: Any) -> Any:
        async with self._session.post(f"{self.url}/_control", json=commands) as answer:
            body = await answer.json()
            if not body["ok"]:
                raise AssertionError(body["error"])
            return body["result"]

    async def do(self, verb: str, **arguments: Any) -> Any:
        return await self.tell({"do": verb, **arguments})

    async def journal(self, **query: Any) -> Any:
        async with self._session.get(f"{self.url}/_journal", params=query) as answer:
            return await answer.json()


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    command = [sys.executable, "-m", "tests.servers.telegram", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        where = json.loads(await asyncio.wait_for(process.stdout.readline(), 60))
        async with ClientSession() as session:
            yield Remote(where["url"], where["token"], session)
    finally:
        process.terminate()
        await process.wait()


async def test_a_whole_story_in_another_process(remote: Remote) -> None:
    anna, ivan = [
        person["id"] for person in await remote.tell([{"do": "user", "name": name} for name in ("Анна", "Иван")])
    ]
    group = (await remote.do("group", title="Администрация", members=[ivan], silent=True))["id"]
    async with bot_at(remote.url, remote.token) as bot:
        picture = base64.b64encode(jpeg()).decode()
        await remote.tell(
            [
                {"do": "writes", "who": anna, "text": "Яма"},
                {"do": "sends_album", "who": anna, "photos": [picture, picture], "caption": "Вот"},
                {"do": "sends_document", "who": anna, "data": picture, "name": "a.heic", "mime": "image/heic"},
            ]
        )
        assert len(await bot.get_updates(timeout=60)) == 4

        card = await bot.send_message(group, "Карточка", reply_markup=keyboard("Принять"))
        seen = await remote.do("sees_text", **{"who": ivan, "in": group, "text": "Карт"})
        assert (seen["id"], seen["rows"]) == (card.message_id, [["Принять"]])
        pressed = await remote.do("presses", **{"who": ivan, "in": group, "label": "Принять", "on": card.message_id})
        assert pressed["data"] == "do:Принять"
        await remote.do("presses_data", **{"who": ivan, "in": group, "data": "forged:1"})
        answer = await remote.do("writes", **{"who": ivan, "in": group, "text": "Да", "reply_to": card.message_id})
        assert answer["heard"]
        assert len(await bot.get_updates(timeout=60)) == 7

        before = (await remote.do("watch"))["moment"]
        watching = asyncio.create_task(remote.do("watch", after=before, within=60))
        await bot.edit_message_text("Карточка, принята", chat_id=group, message_id=card.message_id)
        happened = await watching
        told = [(event["kind"], event["message"]["text"]) for event in happened["events"]]
        assert told == [("edited", "Карточка, принята")]
        assert (await remote.do("watch", after=happened["moment"], within=0))["events"] == []

        await remote.do("fault", method="getMe", kind="500")
        await remote.do("kick_bot", group=group)
        assert (await remote.do("stats"))["sent"] == 1
        with pytest.raises(AssertionError, match="«Номер»"):
            await remote.do("sees_text", who=anna, text="Номер", within=0.01)
        journal = await remote.journal(method="sendMessage")
        assert [call["params"]["text"] for call in journal["result"]] == ["Карточка"]
        assert (await remote.journal(after=journal["next"]))["result"] == []
