"""What people do in nearly every story, in one line each."""

from tests.e2e.people import Message, Seat, labels_of, words_of
from tests.e2e.town import Town
from tests.e2e.wording import label, number_in, said
from tests.pictures.photographs import encoded, opened, street

POTHOLE = "У магазина в Бабино большая яма на дороге"  # for the desk «roads»
LAMP = "В Бабино не горит фонарь у магазина"  # for the desk «tretyakovo»


def photo(seed: int, *, mended: bool = False) -> bytes:
    """A street as a phone shows it; `mended` is the same one after the repair."""
    return encoded(street(seed, (640, 480), mended))


async def agrees(resident: Seat, after: Message = None) -> None:
    greeting = await resident.sees_button(label("button-agree"), after=after)
    resident.presses(label("button-agree"), on=greeting)


async def sends(resident: Seat, after: Message = None) -> str:
    """Presses «Отправить» on the card, past neighbours who wrote the same; the number."""
    another, send = label("button-another-problem"), label("button-send")
    shown = await resident.sees_that(lambda one: bool({another, send} & labels_of(one)), "the card, or a neighbour's")
    if another in labels_of(shown):
        resident.presses(another, on=shown)
    card = await resident.sees_button(send, after=after)
    resident.presses(label("button-send"), on=card)
    return number_in(words_of(await resident.sees(said("filed-number"), after=card)))


async def files(resident: Seat, text: str = LAMP, *photos: bytes) -> str:
    """A first message of somebody new, as far as its number."""
    written = resident.says(text, *photos)
    await agrees(resident)
    return await sends(resident, after=written)


async def files_again(resident: Seat, text: str, *photos: bytes) -> str:
    """A message of somebody who has agreed before."""
    return await sends(resident, after=resident.says(text, *photos))


async def card_of(seat: Seat, number: str, after: Message = None) -> Message:
    """The card in the officials' chat."""
    return await seat.sees(said("card-title", number=number), after=after)


async def prepares(seat: Seat, verb: str, card: Message, text: str, *photos: bytes) -> Message:
    """Presses a button of the card and answers the prompt; the preview."""
    seat.presses(label(f"desk-{verb}"), on=card)
    prompt = await seat.sees(said(f"prompt-{verb}"), after=card)
    words = seat.says(text, *photos, to=prompt)
    return await seat.sees_button(label("desk-send"), after=words)


async def answers(seat: Seat, verb: str, card: Message, text: str, *photos: bytes) -> None:
    """Prepares and sends; returns when it has left."""
    preview = await prepares(seat, verb, card, text, *photos)
    seat.presses(label("desk-send"), on=preview)
    await seat.sees(said("preview-sent"), after=preview)


async def the_whole_main_job(town: Town, home: str, desk: str) -> str:
    """A pothole from the first word to the closed card; its number."""
    olga = (await town.office(desk, "roads")).seat
    head = await town.head(home, "tretyakovo")
    anna = town.resident(home)

    number = await files(anna, POTHOLE, photo(1), photo(2))
    await olga.sees(said("card-photos-of", number=number))
    card = await card_of(olga, number)
    assert POTHOLE in words_of(card)
    assert len([one for message in olga.shown() for one in message.photos]) == 2
    olga.presses(label("desk-accept"), on=card)
    await anna.sees(said("told-accepted-both", number=number))
    await olga.sees(said("card-accepted", name="Ольга"))

    solved = await _solves(olga, anna, card, number)
    await _objects(anna, solved, number)
    reopened = await olga.sees(said("desk-told-reopen", number=number))
    assert "После дождя опять провалилось" in words_of(reopened)
    await head.sees(said("head-reopened", number=number))
    assert label("desk-accept") in (await olga.sees(said("card-reopened"))).buttons

    await answers(olga, "explain", card, "Переложим весной, когда подсохнет")
    explained = await anna.sees(said("told-explain", number=number))
    assert "Переложим весной, когда подсохнет" in words_of(explained)
    anna.presses(label("button-good"), on=explained)
    await anna.sees(said("rated-good"), after=explained)
    await olga.sees(said("desk-told-rate-good", number=number))
    closed = await olga.sees(said("card-closing-satisfied"))
    assert closed.buttons == [label("desk-history")]
    return number


async def _solves(official: Seat, resident: Seat, card: Message, number: str) -> Message:
    """«Решено» with a photo: both see the same picture of before and after."""
    preview = await prepares(official, "solve", card, "Засыпали и укатали", photo(1, mended=True))
    official.presses(label("desk-send"), on=preview)
    solved = await resident.sees(said("told-solve", number=number))
    assert "Засыпали и укатали" in words_of(solved)
    before, after = opened(preview.photos[0]), opened(solved.photos[0])
    assert before.size == after.size
    assert after.height > opened(photo(1)).height
    await official.sees(said("preview-sent"), after=preview)
    return solved


async def _objects(resident: Seat, solved: Message, number: str) -> None:
    """«Не решено» in words and with a photo."""
    resident.presses(label("button-not-solved"), on=solved)
    asked = await resident.sees(said("objection-ask", number=number))
    resident.says("После дождя опять провалилось", photo(3))
    await resident.sees(said("objection-done", number=number), after=asked)
