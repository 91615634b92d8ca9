"""A resident who cannot be reached: the card says so, and the letter goes out when the resident is back."""

import pytest

from tests.e2e.people import Message, words_of
from tests.e2e.stories import answers, card_of, files
from tests.e2e.town import Town
from tests.e2e.wording import said

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_an_answer_waits_for_a_resident_who_blocked_the_bot(town: Town, platform: str) -> None:
    olga, anna = (await town.office("telegram", "tretyakovo")).seat, town.resident(platform)
    number = await files(anna)
    card = await card_of(olga, number)
    if platform == "telegram":
        anna.fake.blocks()
    else:
        anna.fake.denies()
    await answers(olga, "explain", card, "Заменим в четверг")
    await olga.sees(said("card-undelivered-blocked"))
    assert not [one for one in anna.shown() if "Заменим в четверг" in words_of(one)]

    if platform == "telegram":
        anna.fake.unblocks()
    else:
        anna.fake.allows()
    letter = await anna.sees(said("told-explain", number=number))
    assert "Заменим в четверг" in words_of(letter)
    await olga.sees_that(_is_calm_again, "the card without its warning")
    assert len([one for one in anna.shown() if "Заменим в четверг" in words_of(one)]) == 1


def _is_calm_again(message: Message) -> bool:
    words = words_of(message)
    return bool(said("card-result-explained").search(words) and not said("card-undelivered-blocked").search(words))
