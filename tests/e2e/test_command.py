"""The real commands, as an administrator runs them: `python -m bot run`, `invite`, `check`."""

import asyncio
import signal

import pytest

from bot.dialogs.codes import code_in
from tests.e2e.people import PATIENCE
from tests.e2e.processes import Nursery, command, ended, says
from tests.e2e.stories import answers, card_of, files
from tests.e2e.town import Platforms
from tests.e2e.wording import DISTRICT, said

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_district_is_switched_on_and_off(around: Platforms, cradle: Nursery) -> None:
    settings = around.environment()
    async with command("run", environment=settings) as service:
        # Both at once on an empty database, as the hasty do.
        code, _, heard = await asyncio.gather(
            invited(cradle, around, settings), says(service, "работает"), around.vk.feed.polled.wait(PATIENCE)
        )
        assert heard
        office = around.chat("telegram", "Администрация", ["Ольга"])
        office.seat.says(f"/start@otklik_test_bot {code}")
        await office.seat.sees(said("bound-desk"))

        anna = around.resident("vk")
        number = await files(anna)
        await answers(office.seat, "explain", await card_of(office.seat, number), "Заменим в четверг")
        await anna.sees(said("told-explain", number=number))
        assert await ended(service, signal.SIGTERM) == 0
    assert around.rows("SELECT status FROM appeals") == [("answered",)]


async def invited(cradle: Nursery, around: Platforms, settings: dict[str, str]) -> str:
    """The code that `invite` prints for a desk named as people call it."""
    log = around.folder / "invite.log"
    inviting = await cradle.bears("invite", "desk", "Третьяковское", environment=settings, log=log)
    assert await inviting.buried() == 0
    invitation = log.read_text()
    assert DISTRICT.desk("tretyakovo").name in invitation
    return next(found for line in invitation.splitlines() if (found := code_in(line)))


async def test_a_second_service_on_the_same_database_is_refused(around: Platforms, cradle: Nursery) -> None:
    settings, logs = around.environment(), [around.folder / one for one in ("first.log", "second.log")]
    first = await cradle.bears("run", environment=settings, log=logs[0])
    await around.telegram.polled(PATIENCE)
    asked = len(around.telegram.calls("getMe"))
    second = await cradle.bears("run", environment=around.environment(), log=logs[1])
    assert await second.buried() == 1
    assert "уже работает" in logs[1].read_text()
    assert await first.ends() == 0
    assert len(around.telegram.calls("getMe")) == asked, "the second asked nobody"


async def test_check_names_what_is_missing(around: Platforms, cradle: Nursery) -> None:
    wrong, log = around.environment(OTKLIK_VK_TOKEN="vk1.a.mistyped", COLUMNS="200"), around.folder / "check.log"
    checking = await cradle.bears("check", environment=wrong, log=log)
    assert await checking.buried() == 1
    table = log.read_text()
    assert "@otklik_test_bot" in table
    assert "не приняла токен" in table
    assert "mistyped" not in table
    assert all(f"otklik invite desk {desk.code}" in table for desk in DISTRICT.desks)
    assert "[links], policy" in table
