"""After a start the inbox is there at once, and a platform perhaps seconds later."""

from datetime import timedelta

from bot.usecases.working import handle_waiting
from tests.usecases.world import LAMP, World, on_one_database


@on_one_database
async def test_a_photo_waits_until_its_platform_has_joined(world: World) -> None:
    desk, anna = await world.desk("tretyakovo"), world.resident("Анна", "vk:501")
    await anna.agrees()
    words = anna.update(anna.message(LAMP, world.photo(1)))
    vk = world.messengers.pop("vk")
    await world.accept([words])
    for _ in range(5):
        await handle_waiting(world.service)
        world.now += timedelta(seconds=8)

    world.messengers["vk"] = vk
    await world.later(minutes=2)
    await world.later(seconds=2)
    await anna.presses("Отправить")
    assert "1 фотография" in desk.card(anna.number).text


@on_one_database
async def test_a_stranger_is_not_let_in_because_nobody_can_be_asked_yet(world: World) -> None:
    desk, anna = await world.desk("tretyakovo", "vk:2000000001"), world.resident()
    await anna.agrees()
    number = await anna.files(LAMP)
    press = desk.update(desk.press("Принять", desk.card(number)))
    vk = world.messengers.pop("vk")
    vk.strangers.add(desk.person.address)
    await world.accept([press])
    await handle_waiting(world.service)
    assert await world.one("SELECT status FROM appeals") == "new"

    world.messengers["vk"] = vk
    await world.later(minutes=2)
    assert await world.one("SELECT status FROM appeals") == "new"
    assert await world.one("SELECT what FROM intrusions") == "not_a_member"
