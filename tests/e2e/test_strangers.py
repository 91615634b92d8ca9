"""Whoever does not belong to a desk's chat, and whatever no button holds: refused, noted, and nothing happens."""

import pytest

from tests.e2e.people import Seat
from tests.e2e.stories import POTHOLE, answers, card_of, files
from tests.e2e.town import Office, Town
from tests.e2e.wording import label, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

BOTH = pytest.mark.parametrize("platform", ["telegram", "vk"])


def puts_out(office: Office, seat: Seat, platform: str) -> None:
    if platform == "telegram":
        office.group.removes(seat.fake.person)
    else:
        office.group.kick(seat.fake.user)


def forges(seat: Seat, data: str, platform: str) -> object:
    """Sends what a button would, though there is none."""
    return seat.fake.presses_data(data) if platform == "telegram" else seat.fake.presses_payload({"d": data})


def noted(town: Town) -> list[str]:
    return [what for (what,) in town.rows("SELECT what FROM intrusions ORDER BY id")]


@BOTH
async def test_one_who_left_the_chat_acts_for_the_desk_no_more(town: Town, platform: str) -> None:
    office = town.chat(platform, "Администрация", ["Ольга", "Игорь"])
    olga, igor = office.seats
    puts_out(office, igor, platform)
    await town.binds(olga, "desk", "tretyakovo")
    number = await files(town.resident("telegram"))
    card = await card_of(olga, number)

    press = igor.presses(label("desk-accept"), on=card)
    assert said("press-refused").fullmatch(await igor.told(press))
    words = igor.says("Отвечаю от имени администрации", to=card)
    await olga.sees(said("press-refused"), after=words)
    assert noted(town) == ["not_a_member", "not_a_member"]
    assert (await town.appeal(number)).status == "new"


@BOTH
async def test_another_desks_card_cannot_be_forged(town: Town, platform: str) -> None:
    olga = (await town.office(platform, "tretyakovo", ["Ольга"])).seat
    oleg = (await town.office(platform, "roads", ["Олег"])).seat
    number = await files(town.resident("telegram"), POTHOLE)
    await card_of(oleg, number)

    for data in (f"d:accept:{number}", "d:solve:99-99999", "r:send:1", "мусор", "d:" + "9" * 40):
        answer = await olga.told(forges(olga, data, platform))
        assert said("press-refused").fullmatch(answer) or said("button-stale").fullmatch(answer), data
    assert "foreign_press" in noted(town)
    assert (await town.appeal(number)).status == "new"


async def test_nobody_votes_on_a_neighbours_appeal(town: Town) -> None:
    olga = (await town.office("telegram", "tretyakovo")).seat
    anna, boris = town.resident("vk", "Анна"), town.resident("vk", "Борис")
    number = await files(anna)
    await files(boris, POTHOLE)
    await answers(olga, "explain", await card_of(olga, number), "Заменим в четверг")
    await anna.sees(said("told-explain", number=number))

    for data in (f"rate:{number}:good", f"withdraw!:{number}", f"mine!:{number}"):
        assert said("button-stale").fullmatch(await boris.told(forges(boris, data, "vk")))
    assert (await town.appeal(number)).status == "answered"
