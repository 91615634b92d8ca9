"""What residents send and change, and what officials ask them, as it goes over the wire."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.people import words_of
from tests.e2e.stories import LAMP, agrees, answers, card_of, files, photo, sends
from tests.e2e.town import Town
from tests.e2e.wording import label, said
from tests.pictures.photographs import opened, street

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEIC = Path(__file__).parents[1] / "pictures/data/phone.heic"
BOTH = pytest.mark.parametrize("platform", ["telegram", "vk"])
GPS_IFD, LATITUDE = 0x8825, 2


@pytest.mark.parametrize(("home", "desk"), [("telegram", "vk"), ("vk", "telegram")])
async def test_a_question_reaches_the_resident_and_the_reply_reaches_the_desk(town: Town, home: str, desk: str) -> None:
    olga, anna = (await town.office(desk, "tretyakovo")).seat, town.resident(home)
    number = await files(anna)
    card = await card_of(olga, number)

    await answers(olga, "ask", card, "С какой стороны магазина?")
    question = await anna.sees(said("told-question", number=number))
    assert "С какой стороны магазина?" in words_of(question)
    await olga.sees(said("card-question", question="С какой стороны магазина?"))
    anna.says("Справа, над крыльцом", photo(1))
    await anna.sees(said("reply-done", number=number), after=question)

    reply = await olga.sees(said("desk-told-reply", number=number))
    assert "Справа, над крыльцом" in words_of(reply)
    assert reply.photos or olga.shown()[-1].photos
    await olga.sees(said("card-title", number=number, status=label("status-in-work")))


async def test_an_album_is_one_message_whichever_photo_has_the_words(town: Town) -> None:
    olga, anna = (await town.office("telegram", "tretyakovo")).seat, town.resident("telegram")
    anna.fake.sends_album([photo(1), photo(2), photo(3)], ["", "", LAMP])
    await agrees(anna)
    draft = await anna.sees(said("confirm-photos", count=3))
    assert LAMP in words_of(draft)

    number = await sends(anna)
    card = await card_of(olga, number)
    assert WORDS_OF_PHOTOS.search(words_of(card))
    assert len([one for message in olga.shown() for one in message.photos]) == 3


WORDS_OF_PHOTOS = said("card-photos", count=3)


async def test_photos_first_and_words_later(town: Town) -> None:
    await town.office("vk", "tretyakovo")
    anna = town.resident("vk")
    anna.says("", *[photo(seed) for seed in range(1, 6)])  # VK crops an event with so many
    await agrees(anna)
    asked = await anna.sees(said("ask-words-photo"))
    anna.says(LAMP)
    await anna.sees(said("confirm-photos", count=5), after=asked)
    number = await sends(anna)
    assert len((await town.appeal(number)).before) == 5


@BOTH
async def test_a_heic_file_reaches_the_desk_as_a_photo(town: Town, platform: str) -> None:
    olga, anna = (await town.office(platform, "tretyakovo")).seat, town.resident(platform)
    if platform == "telegram":
        written = anna.fake.sends_document(HEIC.read_bytes(), "IMG_0001.HEIC", "image/heic", LAMP)
    else:
        written = anna.fake.sends_doc(HEIC.read_bytes(), "IMG_0001.HEIC", LAMP)
    await agrees(anna)
    await card_of(olga, await sends(anna, after=written))
    shown = await olga.sees_photo()
    assert opened(shown.photos[0]).format == "JPEG"


async def test_where_a_photo_was_taken_stays_with_its_author(town: Town) -> None:
    olga, anna = (await town.office("vk", "tretyakovo")).seat, town.resident("telegram")
    anna.fake.sends_document(_with_place(), "IMG_0002.jpg", "image/jpeg", LAMP)
    await agrees(anna)
    await card_of(olga, await sends(anna))
    shown = opened((await olga.sees_photo()).photos[0])
    assert not shown.getexif()
    assert all(not opened(one.read_bytes()).getexif() for one in (town.folder / "media").rglob("*.jpg"))


def _with_place() -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS_IFD)[LATITUDE] = (55.0, 11.0, 42.0)
    into = BytesIO()
    street(4, (640, 480)).save(into, "JPEG", exif=exif)
    assert opened(into.getvalue()).getexif().get_ifd(GPS_IFD)
    return into.getvalue()


@BOTH
async def test_words_can_be_corrected_before_and_after_they_are_sent(town: Town, platform: str) -> None:
    olga, anna = (await town.office(platform, "tretyakovo")).seat, town.resident(platform)
    written = anna.says("В Бабино не горит фонарь у магазна")
    await agrees(anna)
    first = await anna.sees_button(label("button-send"))
    anna.edits(written, LAMP)
    draft = await anna.sees(LAMP, after=first)
    number = await sends(anna, after=first)
    assert label("button-send") in draft.buttons or draft.edits
    assert (await town.appeal(number)).text == LAMP

    card = await card_of(olga, number)
    anna.edits(written, "В Бабино не горит фонарь у школы")
    await anna.sees(said("edit-noted", number=number))
    told = await olga.sees(said("desk-told-edit", number=number), after=card)
    assert "у школы" in words_of(told)
