"""Borders tell where a pin lies, and neighbours whom to write to from outside."""

from dataclasses import replace

import pytest

from bot.appeals.appeal import Place
from bot.appeals.district import Area, District, Neighbour, Point
from bot.triage.dispatcher import Dispatcher
from bot.triage.morphology import Pymorphy
from tests.triage.village_life import district as villages


def square(south: float, west: float, north: float, east: float) -> Area:
    corners = (Point(south, west), Point(south, east), Point(north, east), Point(north, west), Point(south, west))
    return (corners,)


# Ерыши lie far to the west of this corner of their settlement.
BULGAKOVO = square(55.25, 32.0, 55.40, 33.2)
NEIGHBOURS = (
    Neighbour("Ярцевский район", "8 (48143) 0-00-00", square(54.9, 32.6, 55.15, 33.2), ("Ярцево",)),
    Neighbour("Смоленский район", "", places=("Смоленск", "Печерск")),
)
EAST_OF_BULGAKOVO, IN_YARTSEVO, NOWHERE = Point(55.30, 33.1), Point(55.06, 32.69), Point(52.0, 40.0)


@pytest.fixture(scope="module")
def bordered() -> District:
    district = villages()
    settlements = [replace(one, area=BULGAKOVO) if one.code == "bulgakovo" else one for one in district.settlements]
    return replace(district, settlements=tuple(settlements), neighbours=NEIGHBOURS)


@pytest.fixture(scope="module")
def dispatcher(bordered: District, morphology: Pymorphy) -> Dispatcher:
    return Dispatcher(bordered, morphology)


def test_a_pin_inside_a_border_is_of_that_settlement_however_far_its_villages(dispatcher: Dispatcher) -> None:
    [place] = dispatcher("яма", EAST_OF_BULGAKOVO).places
    assert place == Place("bulgakovo", "Зимец", point=EAST_OF_BULGAKOVO)


def test_a_settlement_without_a_border_is_found_by_its_nearest_village(dispatcher: Dispatcher) -> None:
    pin = Point(55.52, 32.33)
    assert dispatcher("яма", pin).places == (Place("prechistoe", "Пречистое", point=pin),)


def test_a_pin_just_over_the_border_beside_a_village_is_still_ours(dispatcher: Dispatcher) -> None:
    beside_zimets = Point(55.2180, 32.3950)
    assert dispatcher("яма", beside_zimets).places[0].settlement == "bulgakovo"


def test_a_pin_at_a_neighbour_s_is_outside_and_the_neighbour_is_named(dispatcher: Dispatcher) -> None:
    reading = dispatcher("яма", IN_YARTSEVO)
    assert (reading.outside, reading.neighbour, reading.places) == (True, "Ярцевский район", ())


def test_a_pin_in_nobody_s_border_is_outside_and_nobody_is_named(dispatcher: Dispatcher) -> None:
    reading = dispatcher("яма", NOWHERE)
    assert (reading.outside, reading.neighbour) == (True, "")


def test_words_about_our_village_outweigh_a_pin_at_a_neighbour_s(dispatcher: Dispatcher) -> None:
    reading = dispatcher("яма в Бабине", IN_YARTSEVO)
    assert (reading.outside, reading.neighbour, reading.places[0].locality) == (False, "", "Бабино")


@pytest.mark.parametrize(
    ("text", "neighbour"),
    [
        ("в Смоленске на Советской яма", "Смоленский район"),
        ("Ярцево, ул. Берзарина 12, нет воды", "Ярцевский район"),
        ("г. Ярцево нет света", "Ярцевский район"),
        ("в ярцево нет света", "Ярцевский район"),
        ("Ярцево", "Ярцевский район"),
        ("в Ярцевском районе не чистят дороги", "Ярцевский район"),
    ],
)
def test_words_name_the_neighbour(dispatcher: Dispatcher, text: str, neighbour: str) -> None:
    reading = dispatcher(text)
    assert (reading.outside, reading.neighbour, reading.places) == (True, neighbour, ())


@pytest.mark.parametrize("text", ["в Москве плохо чистят снег", "Десногорск, ул. Строителей 4"])
def test_a_town_that_nobody_has_is_outside_too(dispatcher: Dispatcher, text: str) -> None:
    reading = dispatcher(text)
    assert (reading.outside, reading.neighbour, reading.places) == (True, "", ())


@pytest.mark.parametrize(
    "text",
    [
        "автобус в Смоленск не пришёл",
        "автобус до Смоленска не заходит в Ерыши",
        "трасса на Ярцево в ямах",
        "в Ярцево автобус не ходит",
        "в России плохие дороги",
        "в Ерышах яма, звонили в Смоленск",
        "улица Смоленская",
    ],
)
def test_a_town_on_the_way_is_not_where_it_is(dispatcher: Dispatcher, text: str) -> None:
    assert not dispatcher(text).outside


def test_street_and_house_are_a_part_of_the_reading(dispatcher: Dispatcher) -> None:
    reading = dispatcher("Духовщина, ул. Советская, д. 5 к. 2, нет воды")
    assert (reading.street, reading.house) == ("Советская", "5 к. 2")
