"""The story told from another process."""

import asyncio
import base64
import json
import sys
from typing import Any

import aiohttp
import pytest
from vkbottle import (
    Callback,
)

from tests.servers.test_vk_server.clients import ANNA, ask, board, picture, refused


async def test_a_story_told_over_http(server):
    async with aiohttp.ClientSession() as http:

        async def tell(command: Any) -> Any:
            async with http.post(f"{server.url}/_control", json=command) as answer:
                body = await answer.json()
                assert body["ok"], body["error"]
                return body["result"]

        async def do(verb: str, **values: Any) -> Any:
            return await tell({"do": verb, **values})

        anna, ivan = [one["id"] for one in await tell([{"do": "user", "name": name} for name in ("Анна", "Иван")])]
        chat = (await do("group", title="Администрация", members=[ivan], full_access=True, silent=True))["id"]
        photo = base64.b64encode(picture()).decode()
        written = await do("writes", who=anna, text="Яма", photos=[photo, photo], geo=[55, 32])
        assert (written["id"], written["photos"], written["heard"]) == (1, 2, True)
        await do("sends_doc", who=anna, data=photo, name="IMG.HEIC")
        keyboard = board([Callback("Да", {"a": 1})])
        await ask(server, "messages.send", peer_id=chat, random_id=1, message="Карточка", keyboard=keyboard)
        there = {"who": ivan, "in": chat}
        seen = await do("sees_text", text="Карт", within=60, **there)
        assert (seen["rows"], seen["random_id"]) == ([["Да"]], 1)
        pressed = await do("presses", label="Да", on=seen["id"], **there)
        assert server.presses[pressed["press"]].user_id == ivan
        answer = await do("writes", text="Сделали", reply_to=seen["id"], **there)
        assert answer["reply_to"] == seen["id"]

        before = (await do("watch"))["moment"]
        watching = asyncio.ensure_future(do("watch", after=before, within=60))
        await ask(server, "messages.edit", peer_id=chat, cmid=seen["id"], message="Карточка, принята")
        happened = await watching
        told = [(event["kind"], event["message"]["text"]) for event in happened["events"]]
        assert told == [("edited", "Карточка, принята")]
        assert (await do("watch", after=happened["moment"], within=0))["events"] == []

        await do("fault", method="users.get", kind="9")
        assert await refused(server, "users.get") == 9
        with pytest.raises(AssertionError, match="нет такой"):
            await do("presses", who=anna, label="нет такой")
        with pytest.raises(AssertionError, match="no such message"):
            await do("writes", who=anna, text="?", reply_to=99)
        await do("kick_bot", group=chat)
        assert await refused(server, "messages.send", peer_id=chat, random_id=2, message="?") == 7
        stats = await do("stats")
        assert (stats["sent"], stats["faults"], stats["errors"]) == (1, 1, {"9": 1, "7": 1})
        moved = await do("set", now="2030-01-01T00:00:00+00:00", enforce_limits=True, journal=False)
        assert moved["now"].startswith("2030-01-01T00:00")
        async with http.get(f"{server.url}/_journal", params={"after": 1, "method": "users.get"}) as answer:
            calls = await answer.json()
        assert [call["error"] for call in calls["result"]] == [9]
        assert calls["next"] == 4


async def test_a_server_in_a_process_of_its_own():
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.servers.vk", "--group-id", "5", stdout=asyncio.subprocess.PIPE
    )
    try:
        where = json.loads(await asyncio.wait_for(process.stdout.readline(), 60))
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{where['url']}/_control", json={"do": "user", "name": "Анна"}) as answer,
        ):
            assert (await answer.json())["result"] == {"id": ANNA}
    finally:
        process.terminate()
        assert await process.wait() == 0
