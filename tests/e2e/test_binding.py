"""Chats are bound by codes that work once, and nobody needs to know what a chat id is."""

import pytest

from tests.e2e.stories import card_of, files
from tests.e2e.town import Town
from tests.e2e.wording import DISTRICT, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOTH = pytest.mark.parametrize("platform", ["telegram", "vk"])


@BOTH
async def test_a_code_in_reply_to_the_greeting_binds_the_chat(town: Town, platform: str) -> None:
    office = town.chat(platform, "Администрация", ["Ольга"])
    greeting = await office.seat.sees(said("unbound"))
    office.seat.says((await town.code("desk", "tretyakovo")).lower(), to=greeting)
    await office.seat.sees(said("bound-desk", title=DISTRICT.desk("tretyakovo").name), after=greeting)

    await card_of(office.seat, await files(town.resident(platform)))


async def test_a_command_with_the_bots_name_binds_too(town: Town) -> None:
    office = town.chat("telegram", "Администрация", ["Ольга"])
    office.seat.says(f"/start@otklik_test_bot {await town.code('desk', 'roads')}")
    await office.seat.sees(said("bound-desk", title=DISTRICT.desk("roads").name))
    beside = town.chat("vk", "Администрация", ["Олег"])
    beside.seat.says(f"[club{town.vk.group_id}|@otklik_bot] /start {await town.code('desk', 'roads')}")
    await beside.seat.sees(said("bound-desk", title=DISTRICT.desk("roads").name))


async def test_a_code_works_once(town: Town) -> None:
    first, second = town.chat("telegram", "Одни", ["Ольга"]), town.chat("vk", "Другие", ["Олег"])
    code = await town.code("desk", "tretyakovo")
    await first.seat.sees(said("bound-desk"), after=first.seat.says(f"/start {code}"))
    await second.seat.sees(said("code-used"), after=second.seat.says(f"/start {code}"))

    await card_of(first.seat, await files(town.resident("vk")))
    assert not any(one.buttons for one in second.seat.shown())


@BOTH
async def test_what_is_no_code_of_ours_is_refused_and_noted(town: Town, platform: str) -> None:
    office = town.chat(platform, "Чужие", ["Ольга"])
    await office.seat.sees(said("code-unknown"), after=office.seat.says("/start ZZZZ-9999"))
    assert [what for (what,) in town.rows("SELECT what FROM intrusions")] == ["unknown_code"]


async def test_a_desks_code_wants_a_group_and_a_heads_code_does_not(town: Town) -> None:
    ivan = town.resident("telegram", "Иван")
    await ivan.sees(said("code-needs-group"), after=ivan.says(await town.code("desk", "tretyakovo")))
    await ivan.sees(said("bound-head"), after=ivan.says(await town.code("head", "tretyakovo")))
    await ivan.sees(said("bound-coordinator"), after=ivan.says(await town.code("coordinator")))
