"""A desk with a chat on each platform, and officials who do the same thing at once."""

import pytest

from tests.e2e.people import words_of
from tests.e2e.stories import answers, card_of, files
from tests.e2e.town import Town
from tests.e2e.wording import label, said

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_chats_of_one_desk_are_kept_in_step(town: Town) -> None:
    olga = (await town.office("telegram", "tretyakovo", ["Ольга"])).seat
    oleg = (await town.office("vk", "tretyakovo", ["Олег"])).seat
    anna = town.resident("vk")
    number = await files(anna)
    one, other = await card_of(olga, number), await card_of(oleg, number)

    olga.presses(label("desk-accept"), on=one)
    await oleg.sees(said("card-accepted", name="Ольга"))
    assert label("desk-accept") not in other.buttons
    await answers(oleg, "explain", other, "Заменим в четверг")
    await olga.sees(said("card-result-explained"))
    explained = await anna.sees(said("told-explain", number=number))
    anna.presses(label("button-good"), on=explained)
    for seat in (olga, oleg):
        await seat.sees(said("desk-told-rate-good", number=number))
        await seat.sees(said("card-closing-satisfied"))
    assert words_of(one) == words_of(other)


async def test_of_two_who_press_at_once_one_wins_and_the_other_is_told_who(town: Town) -> None:
    olga, igor = (await town.office("telegram", "tretyakovo")).seats
    card = await card_of(olga, await files(town.resident("vk")))
    with town.telegram.holding_updates():
        presses = [seat.presses(label("desk-accept"), on=card) for seat in (olga, igor)]
    first, second = [await olga.told(press) for press in presses]
    assert said("accepted-you").fullmatch(first)
    assert said("accepted-already", name="Ольга").fullmatch(second)


async def test_several_appeals_are_answered_out_of_order(town: Town) -> None:
    olga = (await town.office("vk", "tretyakovo")).seat
    anna, boris = town.resident("telegram", "Анна"), town.resident("vk", "Борис")
    numbers = [await files(anna), await files(boris, "В Троицком третий день не вывозят мусор")]
    cards = [await card_of(olga, number) for number in numbers]
    first, second = [olga.says(words, to=card) for words, card in (("Про мусор", cards[1]), ("Про фонарь", cards[0]))]
    preview_of_second = await olga.sees("Про фонарь", after=second)
    preview_of_first = await olga.sees("Про мусор", after=first)
    for preview in (preview_of_second, preview_of_first):
        olga.presses(label("desk-send"), on=preview)
    assert "Про фонарь" in words_of(await anna.sees(said("told-answer", number=numbers[0])))
    assert "Про мусор" in words_of(await boris.sees(said("told-answer", number=numbers[1])))
