"""What officials say among themselves is nowhere: not in the database file, not in the photos, not in the log."""

from pathlib import Path

import pytest

from tests.e2e.stories import answers, card_of, files, photo
from tests.e2e.town import Platforms, running
from tests.e2e.wording import label, said

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID_TO_RESIDENT = "Электрик приедет в четверг утром"
TALK = (
    "Опять эта улица жалуется, сил нет",
    "Петрович в отпуске до понедельника",
    "Смотрите по 26-00001: денег на фонари нет",
    "Это между нами, коллеги",
    "Поправил: денег нет совсем",
    "Фото с планёрки",
)


async def officials_talk(olga, igor) -> None:
    """Plain words, an answer to a colleague, a number, a photo, a change of mind."""
    first = olga.says(TALK[0])
    igor.says(TALK[1], to=first)
    later = igor.says(TALK[2])
    olga.says(TALK[3], to=later)
    igor.edits(later, TALK[4])
    olga.says(TALK[5], photo(9))


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_officials_own_talk_is_not_kept(
    around: Platforms, platform: str, capfd: pytest.CaptureFixture[str]
) -> None:
    async with running(around) as town:
        # The bot hears everything in both: as an administrator, and with «доступ ко всей переписке».
        more = {"bot": "administrator"} if platform == "telegram" else {}
        olga, igor = (await town.office(platform, "tretyakovo", **more)).seats
        anna = town.resident("telegram")
        number = await files(anna)
        card = await card_of(olga, number)
        await officials_talk(olga, igor)
        await answers(olga, "explain", card, SAID_TO_RESIDENT)
        await anna.sees(said("told-explain", number=number))
        assert kept(around.folder, SAID_TO_RESIDENT)
        assert [one for one in TALK if kept(around.folder, one)] == []

    assert [one for one in TALK if kept(around.folder, one)] == []
    assert len(list((around.folder / "media").rglob("*.jpg"))) == 0
    logged = "".join(capfd.readouterr())
    assert not any(one in logged for one in (*TALK, SAID_TO_RESIDENT, around.telegram.token, around.vk.token))


async def test_words_to_the_bot_are_wiped_once_they_are_handled(around: Platforms) -> None:
    async with running(around) as town:
        office = town.chat("vk", "Администрация", ["Ольга"])
        await town.binds(office.seat, "desk", "tretyakovo")
        help_message = office.seat.shown()[-1]
        office.seat.says(TALK[0], to=help_message)
        await card_of(office.seat, await files(town.resident("telegram")))
    assert not kept(around.folder, TALK[0])


async def test_who_asked_to_be_forgotten_is_not_in_the_file(around: Platforms) -> None:
    async with running(around) as town:
        olga = (await town.office("telegram", "tretyakovo")).seat
        anna = town.resident("vk", "Анфиса")
        number = await files(anna)
        await card_of(olga, number)
        asked = anna.says("/удалить")
        yes = await anna.sees_button(label("button-delete-yes"), after=asked)
        anna.presses(label("button-delete-yes"), on=yes)
        await anna.sees(said("delete-done"), after=yes)
        await town.settled()
    assert not kept(around.folder, str(anna.fake.id))


def kept(folder: Path, words: str) -> bool:
    """Whether any file of the service, the database's journals included, holds the words."""
    wanted = {words.encode(), words.encode("utf-16-le"), words.encode("unicode_escape")}
    return any(one in file.read_bytes() for file in folder.rglob("*") if file.is_file() for one in wanted)
