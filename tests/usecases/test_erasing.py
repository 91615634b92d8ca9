"""«/удалить»: whoever asks to be forgotten is found nowhere in the database, and the appeals stay."""

from bot.appeals.status import Action
from bot.dialogs.events import BotRemoved
from bot.usecases.platform import Refused, TryLater
from tests.usecases.people import Resident
from tests.usecases.world import LAMP, POTHOLE, World

NAME, CHAT = "Аделаида", "telegram:5017717"


async def traces(world: World) -> list[str]:
    """Tables that still hold the name or the address, with the rows."""
    found = await world.everything()
    return [f"{name}: {row}" for name, rows in found.items() for row in rows if NAME in row or CHAT in row]


async def asks_to_be_forgotten(resident: Resident) -> None:
    await resident.writes("/удалить")
    await resident.presses("Да, удалить")


async def test_whoever_asks_to_be_forgotten_is_found_nowhere(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident(NAME, CHAT)
    await anna.agrees()
    closed = await anna.files(POTHOLE, world.photo(1))
    await desk.answers(closed, "Решено", "Засыпали.")
    await anna.presses("Доволен")
    number = await anna.files("В Бабино у клуба яма на дороге")
    await desk.answers(number, "Уточнить у жителя", "Большая?")
    await anna.writes("Большая")
    await world.later(seconds=2)
    await desk.presses("История")
    await anna.writes("ABCD-2345")
    await anna.writes(LAMP)
    assert f"Пишет: {NAME}" in desk.card(number).text
    assert {"residents", "history"} <= {one.partition(":")[0] for one in await traces(world)}

    await asks_to_be_forgotten(anna)

    assert await traces(world) == []
    assert "Готово, данные о вас удалены" in anna.last.text
    assert NAME not in desk.card(number).text
    assert await world.one("SELECT count(*) FROM updates WHERE state != 1") == 0
    text = await world.one("SELECT text FROM appeals WHERE number = :number", number=closed)
    assert text == POTHOLE


async def test_an_appeal_of_someone_forgotten_goes_on_without_them(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident(NAME, CHAT)
    number = await anna.has_filed()
    await asks_to_be_forgotten(anna)
    seen = len(anna.sees)
    await desk.has_done(number, Action.SOLVE, "Засыпали.")
    assert "житель удалил свои данные" in desk.card(number).text
    await world.days_later(11)
    assert "Закрыто: нет ответа от автора" in desk.card(number).text
    assert len(anna.sees) == seen
    assert await traces(world) == []


async def test_whoever_was_forgotten_begins_anew(world: World) -> None:
    desk, anna = await world.desk("roads"), world.resident(NAME, CHAT)
    first = await anna.has_filed()
    await asks_to_be_forgotten(anna)
    await anna.writes("/мои")
    assert first not in anna.last.text
    await anna.agrees()
    number = await anna.files(POTHOLE)
    assert number != first
    assert f"Пишет: {NAME}" in desk.card(number).text


async def test_what_is_not_yet_delivered_or_never_was_is_forgotten_too(world: World) -> None:
    """One desk's chat and the resident's are told to slow down, another chat has put the bot out."""
    desk, anna = await world.desk("roads"), world.resident(NAME, CHAT)
    lost = await world.desk("tretyakovo", "telegram:-200", "Пётр")
    world.telegram.always[lost.chat] = Refused("kicked")
    other = await anna.has_filed(LAMP, "lighting.street")
    world.telegram.troubles[desk.chat] = [TryLater("flood", 60)]
    number = await anna.has_filed()
    await anna.writes("/удалить")
    world.telegram.troubles[anna.chat] = [TryLater("flood", 30)]
    await anna.presses("Да, удалить")
    assert await traces(world) != []
    await world.later(seconds=30)
    await world.later(seconds=30)

    assert "данные о вас удалены" in anna.last.text
    assert desk.card(number).labels[0] == "Принять"
    assert NAME not in desk.card(number).text
    assert other not in lost.screen
    assert await traces(world) == []


async def test_blocking_the_bot_at_the_farewell_leaves_no_trace(world: World) -> None:
    anna = world.resident(NAME, CHAT)
    await anna.has_filed()
    await anna.writes("/удалить")
    world.telegram.always[anna.chat] = Refused("blocked")
    await anna.presses("Да, удалить")
    assert await traces(world) == []
    await anna.does(BotRemoved())
    assert [one.partition(":")[0] for one in await traces(world)] == ["updates"]
