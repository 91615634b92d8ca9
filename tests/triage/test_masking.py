"""What officials see of a message: swearing and own details hidden together, all else as it was written."""

import pytest

from bot.triage.dispatcher import Dispatcher
from bot.triage.masking import Masked, Masking
from bot.triage.morphology import Pymorphy


@pytest.fixture(scope="module")
def masking(morphology: Pymorphy) -> Masking:
    return Masking(morphology)


def test_both_are_hidden_at_once(masking: Masking) -> None:
    masked = masking("Блядь, когда почините? Сидорова Анна Павловна, 8 910 123-45-67")
    assert masked.shown == "Б****, когда почините? [имя], [телефон]"
    assert masked.details == ("Сидорова Анна Павловна", "8 910 123-45-67")
    assert masked.swearing
    assert not masked.abuse


def test_a_detail_with_a_rude_word_in_it_is_hidden_as_a_detail(masking: Masking) -> None:
    assert masking("пишите на хуй@mail.ru").shown == "пишите на [почта]"


def test_a_calm_message_stays_as_it_is(masking: Masking) -> None:
    text = "В Бабине,  ул. Советская, 12 — яма;\nводы нет с 21.11.2026"
    assert masking(text) == Masked(text, (), swearing=False, abuse=False)


def test_nothing_gives_nothing(masking: Masking) -> None:
    assert masking("") == Masked("", (), swearing=False, abuse=False)


def test_the_flat_is_hidden_and_the_house_is_not(masking: Masking) -> None:
    masked = masking("Мира, д. 5, кв. 15 затопило")
    assert masked.shown == "Мира, д. 5, [квартира] затопило"


def test_pure_abuse_is_told(masking: Masking) -> None:
    masked = masking("вы все ебаные козлы")
    assert masked.abuse
    assert masked.shown == "вы все е***** козлы"


def test_the_dispatcher_reads_it_all(dispatcher: Dispatcher) -> None:
    reading = dispatcher("В Бабине ни хрена не чистят, суки, тел. 4-81-66")
    assert reading.shown == "В Бабине ни хрена не чистят, с***, тел. [телефон]"
    assert reading.details == ("4-81-66",)
    assert (reading.swearing, reading.abuse) == (True, False)
    assert dispatcher("").shown == ""
