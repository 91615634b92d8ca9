"""The whole reading of a message: topic and place together, with words, a pin, or anything at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from bot.triage.reading import Reading, Triage
from tests.triage.messages import MESSAGES
from tests.triage.village_life import district as villages

DISPATCHER: Triage = Dispatcher(villages(), Pymorphy())
DISTRICT = villages()
IN_YERYSHI = Point(55.29, 32.21)
IN_MOSCOW = Point(55.75, 37.62)


def test_a_clear_message_leaves_nothing_to_ask(dispatcher: Dispatcher) -> None:
    reading = dispatcher("Яма у магазина в Бабине")
    assert reading.topics[0] == "roads.pothole"
    assert reading.sure
    assert reading.places == (Place("tretyakovo", "Бабино", "у магазина"),)
    assert not reading.outside


def test_the_pin_gives_the_village_and_the_words_the_address(dispatcher: Dispatcher) -> None:
    reading = dispatcher("яма у магазина", IN_YERYSHI)
    assert reading.places == (Place("bulgakovo", "Ерыши", "у магазина", IN_YERYSHI),)


def test_words_name_another_village_of_the_pin_s_settlement(dispatcher: Dispatcher) -> None:
    reading = dispatcher("нет воды в Петрищеве", IN_YERYSHI)
    assert reading.places == (Place("bulgakovo", "Петрищево", "", IN_YERYSHI),)


def test_the_pin_outweighs_words_about_another_settlement(dispatcher: Dispatcher) -> None:
    reading = dispatcher("дорога на Бабино", IN_YERYSHI)
    assert reading.places == (Place("bulgakovo", "Ерыши", "", IN_YERYSHI),)


def test_a_pin_elsewhere_is_outside(dispatcher: Dispatcher) -> None:
    assert dispatcher("яма", IN_MOSCOW).outside
    assert dispatcher("", IN_MOSCOW) == Reading(outside=True, kind="talk")


def test_words_about_our_village_outweigh_a_pin_elsewhere(dispatcher: Dispatcher) -> None:
    reading = dispatcher("яма в Бабине", IN_MOSCOW)
    assert not reading.outside
    assert [place.locality for place in reading.places] == ["Бабино"]


def test_the_name_of_a_village_or_a_street_is_not_the_trouble(dispatcher: Dispatcher) -> None:
    assert dispatcher("горки").topics == ()
    assert dispatcher("Колонка на Школьной в Булгакове не работает").topics[0] == "utilities.water"


def test_a_greeting_says_nothing(dispatcher: Dispatcher) -> None:
    assert dispatcher("Здравствуйте!") == Reading(kind="talk", shown="Здравствуйте!")


def test_the_same_words_give_the_same_reading(dispatcher: Dispatcher, district: District) -> None:
    again, some = Dispatcher(district, Pymorphy()), MESSAGES[::4]
    assert [dispatcher(one.text) for one in some] == [again(one.text) for one in reversed(some)][::-1]


_WORDS = st.sampled_from(sorted({word for one in MESSAGES for word in one.text.split()}))
_MARKS = st.sampled_from(["", ".", ",", " — ", "«", "»", "\n", "12", "д.", "ул.", "с", "№"])
_TANGLES = st.lists(_WORDS | _MARKS, max_size=30).map(" ".join)
_POINTS = st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=150)
@given(text=st.text(max_size=200) | _TANGLES, point=_POINTS)
def test_whatever_is_written_is_read(text: str, point: Point | None) -> None:
    reading = DISPATCHER(text, point)
    assert set(reading.topics) <= set(DISTRICT.topics)
    assert len(reading.topics) <= 3
    assert bool(reading.topics) or not reading.sure
    localities = {(one.settlement, one.name) for one in DISTRICT.localities()} | {
        (one.code, None) for one in DISTRICT.settlements
    }
    assert all((place.settlement, place.locality) in localities for place in reading.places)
    assert not (reading.outside and reading.places)
