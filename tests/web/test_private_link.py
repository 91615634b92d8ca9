"""The private link: shown once, opened by a press, renewed at will, and nowhere to be found afterwards."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import open_engine
from tests.handlers.test_web_chat import seen, write
from tests.handlers.web_scene import OURS, RunningPage, listening
from tests.web.reception_scene import bare_browser, new_link, reception, sends_form


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[RunningPage]:
    async with reception(tmp_path) as running:
        yield running


async def test_the_link_gives_another_browser_the_same_chat_and_both_go_on_in_it(page: RunningPage) -> None:
    async with page.browser() as anna, bare_browser(page) as library:
        await write(anna, "Яма у магазина")
        url = (await new_link(anna))["url"]
        door = await library.get("/link")
        shown = await sends_form(library, "/link", door.text, key=url)
        library.headers.update(OURS)
        lines = await seen(library)
        await write(library, "И фонарь", client_id="library-01")

        assert shown.status_code == 200
        assert [one["text"] for one in lines] == ["Яма у магазина", "Поняли так: Яма у магазина"]
        assert "И фонарь" in [one["text"] for one in await seen(anna)]
        assert len({update.chat for update in page.bot.updates}) == 1


async def test_opening_the_address_alone_changes_nothing(page: RunningPage) -> None:
    """A messenger that looks into links, or a page that leads somebody here, opens nobody's messages."""
    async with page.browser() as anna, page.browser() as other:
        await write(anna, "Яма у магазина")
        path, _, secret = (await new_link(anna))["url"].removeprefix(page.url).partition("#")
        answer = await other.get(path)

        assert (path, len(secret)) == ("/link", 22)
        assert secret not in answer.text
        assert await seen(other) == []


async def test_a_new_link_kills_the_old_one_and_puts_out_whoever_came_by_it(page: RunningPage) -> None:
    async with page.browser() as anna, page.browser() as phone, bare_browser(page) as thief, bare_browser(page) as late:
        await write(anna, "Яма у магазина")
        old = (await new_link(anna))["url"]
        assert "url" not in await new_link(anna), "an existing link is not thrown away by one press"
        await sends_form(thief, "/link", (await thief.get("/link")).text, key=old)
        thief.headers.update(OURS)
        assert await seen(thief) != []
        new = (await new_link(anna, renew=True))["url"]
        assert await seen(thief) == []
        refused = await sends_form(late, "/link", (await late.get("/link")).text, key=old)
        phone.headers["Accept"] = "text/html"
        await sends_form(phone, "/link", (await phone.get("/link")).text, key=new)

        assert refused.status_code == 404
        assert "не подходит" in refused.text
        assert await seen(phone) != []
        assert await seen(anna) != []


async def test_whoever_is_put_out_hears_nothing_more_on_a_page_that_stayed_open(page: RunningPage) -> None:
    async with page.browser() as anna, bare_browser(page) as thief:
        await write(anna, "Яма у магазина")
        old = (await new_link(anna))["url"]
        await sends_form(thief, "/link", (await thief.get("/link")).text, key=old)
        thief.headers.update(OURS)
        async with listening(thief, "me", after="0") as heard:
            before = [(await anext(heard)).content["text"] for _ in range(2)]
            await new_link(anna, renew=True)
            await write(anna, "Ключ под ковриком", client_id="anna-0002")
            after = await asyncio.wait_for(anext(heard, None), 60)

        assert before == ["Яма у магазина", "Поняли так: Яма у магазина"]
        assert after is None, "the stream has ended without a word"
        assert "Ключ под ковриком" in [one["text"] for one in await seen(anna)]


@pytest.mark.parametrize("sent", [b"{", b"[]", b"[" * 100_000, b"\xff", b'{"renew": "' + b"x" * 300_000 + b'"}'])
async def test_what_is_no_question_for_a_link_is_refused(page: RunningPage, sent: bytes) -> None:
    async with page.browser() as anna:
        await write(anna, "Яма у магазина")
        answer = await anna.post("/api/link", content=sent, headers={"Content-Type": "application/json"})

    assert answer.status_code == (413 if len(sent) > 256 * 1024 else 400)


async def test_who_came_by_the_link_may_leave_a_strange_computer(page: RunningPage) -> None:
    async with page.browser() as anna, bare_browser(page) as library:
        await write(anna, "Яма у магазина")
        url = (await new_link(anna))["url"]
        await sends_form(library, "/link", (await library.get("/link")).text, key=url, plain="1")
        left = await sends_form(library, "/link/leave", (await library.get("/form")).text, plain="1")
        library.headers.update(OURS)

        assert "Яма" not in left.text
        assert await seen(library) == []
        assert await seen(anna) != []


@pytest.mark.parametrize("key", ["", "x", "A" * 22, "https://evil.example/link#", "'; DROP TABLE web_links; --"])
async def test_a_link_that_is_none_is_told_so(page: RunningPage, key: str) -> None:
    async with bare_browser(page) as guesser:
        answer = await sends_form(guesser, "/link", (await guesser.get("/link")).text, key=key)

    assert answer.status_code == 404
    assert "не подходит" in answer.text


async def test_links_are_not_guessed_in_a_hurry(page: RunningPage) -> None:
    async with bare_browser(page) as guesser:
        door = (await guesser.get("/link")).text
        statuses = [(await sends_form(guesser, "/link", door, key="A" * 22)).status_code for _ in range(25)]

    assert statuses[0] == 404
    assert 429 in statuses


async def test_another_site_cannot_lead_anybody_into_a_chat(page: RunningPage) -> None:
    async with page.browser() as anna, bare_browser(page) as victim:
        await write(anna, "Ловушка")
        url = (await new_link(anna))["url"]
        door = (await victim.get("/link")).text
        foreign = await victim.post("/link", data={"key": url}, headers={"Origin": "https://evil.example"})
        tokenless = await victim.post("/link", data={"key": url}, headers={"Origin": page.url})
        forged = await sends_form(victim, "/link", door, key=url, token="0" * 32)
        victim.headers.update(OURS)

        assert [foreign.status_code, tokenless.status_code, forged.status_code] == [403, 403, 403]
        assert await seen(victim) == []


async def test_the_database_holds_neither_the_secret_nor_the_session(page: RunningPage, tmp_path: Path) -> None:
    async with page.browser() as anna:
        await write(anna, "Яма у магазина")
        secret = (await new_link(anna))["url"].partition("#")[2]
        session = anna.cookies["otklik_session"]
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path}/page.db")
    async with engine.connect() as connection:
        rows = [
            str(tuple(row))
            for table in ("web_links", "web_entries", "web_moves", "web_lines")
            for row in await connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - our own names
        ]
    await engine.dispose()

    assert rows
    assert not any(secret in row or session in row for row in rows)
