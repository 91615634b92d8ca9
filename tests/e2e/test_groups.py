"""What happens to officials' groups: topics, the upgrade to a supergroup, the bot put out and let in again."""

import pytest

from tests.e2e.people import OnTelegram
from tests.e2e.stories import POTHOLE, answers, card_of, files, files_again
from tests.e2e.town import Town
from tests.e2e.wording import label, said

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_topics_of_one_forum_are_different_desks(town: Town) -> None:
    olga, anna = town.telegram.user("Ольга"), town.resident("vk")
    forum = town.telegram.group("Администрация", [olga], forum=True)
    lamps, roads = (OnTelegram(olga.in_(forum, topic=forum.topic(name))) for name in ("Третьяково", "Дороги"))
    await town.binds(lamps, "desk", "tretyakovo")
    await town.binds(roads, "desk", "roads")

    number = await files(anna)
    card = await card_of(lamps, number)
    other = await card_of(roads, await files_again(anna, POTHOLE))
    assert {one.thread for one in (card, other)} == {lamps.fake.topic.id, roads.fake.topic.id}
    await answers(lamps, "explain", card, "Заменим в четверг")
    await anna.sees(said("told-explain", number=number))


async def test_an_old_card_in_a_topic_still_has_buttons(town: Town) -> None:
    olga, anna = town.telegram.user("Ольга"), town.resident("vk")
    forum = town.telegram.group("Администрация", [olga], forum=True)
    topic = OnTelegram(olga.in_(forum, topic=forum.topic("Третьяково")))
    await town.binds(topic, "desk", "tretyakovo")
    number = await files(anna)
    card = await card_of(topic, number)

    # Telegram says of an old message where it stands, but not in which topic.
    press = topic.fake.presses(label("desk-accept"), on=card, inaccessible=True)
    assert said("accepted-you", number=number).fullmatch(await topic.told(press))
    await anna.sees(said("told-accepted-both", number=number))


async def test_cards_follow_a_group_that_becomes_a_supergroup(town: Town) -> None:
    office, anna = await town.office("telegram", "tretyakovo"), town.resident("vk")
    olga = office.seat
    number = await files(anna)
    old = await card_of(olga, number)
    office.group.upgrade()

    card = await card_of(olga, number)
    assert card.chat is not old.chat
    await answers(olga, "explain", card, "Заменим в четверг")
    await anna.sees(said("told-explain", number=number))
    await card_of(olga, await files_again(anna, "В Троицком третий день не вывозят мусор"))


async def test_a_letter_that_learns_of_the_upgrade_first_changes_nothing(town: Town) -> None:
    office, anna = await town.office("telegram", "tretyakovo"), town.resident("vk")
    olga = office.seat
    with town.telegram.holding_updates():
        office.group.upgrade()
        number = await files(anna)
        card = await card_of(olga, number)
    await town.telegram.confirmed()
    olga.presses(label("desk-accept"), on=card)
    await anna.sees(said("told-accepted-both", number=number))

    again = await files_again(anna, "В Троицком третий день не вывозят мусор")
    await card_of(olga, again)
    assert len([one for one in olga.shown() if said("card-title", number=again).search(one.words)]) == 1


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_the_coordinator_hears_of_a_lost_chat_and_cards_wait_for_its_return(town: Town, platform: str) -> None:
    office, anna = await town.office(platform, "tretyakovo"), town.resident("vk")
    coordinator = town.resident("telegram", "Куратор")
    await town.binds(coordinator, "coordinator")
    before = await files(anna)
    await card_of(office.seat, before)
    office.group.kick_bot()
    await coordinator.sees(said("chat-lost"))
    meanwhile = await files_again(anna, "В Троицком третий день не вывозят мусор")

    if platform == "telegram":
        office.group.add_bot()
    else:
        office.group.invite_bot()
    card = await card_of(office.seat, meanwhile)
    await answers(office.seat, "explain", card, "Вывезем завтра")
    await anna.sees(said("told-explain", number=meanwhile))
