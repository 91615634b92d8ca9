"""Numbers to ring, deadlines, repeats and neighbours are read out of the district file."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.appeals.district import Links, Repeats, Terms
from bot.appeals.district_file import read_district
from bot.appeals.durations import Duration
from tests.appeals.small_district import SMALL, complaints, line_of, spoilt

HOUR = timedelta(hours=1)
PORTAL = 'portal = "https://www.gosuslugi.ru/"\n'
NEIGHBOUR = '\n[[neighbour]]\nname = "Горный район"\ncontact = "напишите в Горск"\n'


def test_what_the_file_does_not_say_is_as_usual() -> None:
    district = read_district(SMALL)
    assert district.links == Links("https://example.org/policy", "https://www.gosuslugi.ru/", "112", "104", "", "")
    assert district.repeats == Repeats()
    assert (district.terms, district.neighbours) == (Terms(first_answer=Duration(days=2)), ())


def test_the_numbers_to_ring_are_read() -> None:
    text = spoilt(PORTAL, PORTAL + 'gas = "8 (48166) 4-00-04"\ndispatcher = "8 (48166) 4-00-05"\nregion = "в ЦУР"\n')
    links = read_district(text).links
    assert (links.gas, links.dispatcher, links.region) == ("8 (48166) 4-00-04", "8 (48166) 4-00-05", "в ЦУР")


def test_repeats_and_deadlines_are_read() -> None:
    text = SMALL.replace(
        'first_answer = "P2D"', 'counted = "plain"\nquestion = "P5D"\nurgent_answer = "PT2H"\nsolution = "P9D"'
    )
    text += "\n[repeats]\nmetres = 500\ndays = 14\nincident_count = 7\nincident_minutes = 30\n"
    district = read_district(text)
    assert district.repeats == Repeats(500, 14, 7, 30)
    assert district.terms == Terms(
        plain=True,
        question=Duration(days=5),
        urgent_answer=Duration(time=timedelta(hours=2)),
        solution=Duration(days=9),
    )


def test_neighbours_are_read_in_the_order_of_the_file() -> None:
    text = SMALL + NEIGHBOUR + 'places = ["Горск"]\n' + NEIGHBOUR.replace("Горный", "Степной")
    assert [(one.name, one.places) for one in read_district(text).neighbours] == [
        ("Горный район", ("Горск",)),
        ("Степной район", ()),
    ]


# What is added at the end, where the mistake is found, what is said about it.
MISTAKES = [
    ("\n[repeats]\nmetres = 5\n", "metres", "целым числом от 10 до 10000, например: metres = 300"),
    ("\n[repeats]\ndays = true\n", "days = true", "целым числом от 1 до 365"),
    ("\n[repeats]\nincident_count = 1\n", "incident_count", "целым числом от 2 до 1000"),
    ("\n[repeats]\nincident_minute = 5\n", "incident_minute", "Возможно, вы имели в виду «incident_minutes»"),
    ("\n[[repeats]]\ndays = 3\n", "[[repeats]]", "пишут в одинарных скобках и один раз: [repeats]"),
    ('\n[[neighbour]]\ncontact = "1"\n', "[[neighbour]]", "у соседнего района № 1 по порядку нет названия"),
    ('\n[[neighbour]]\nname = "Горный"\n', "[[neighbour]]", "не сказано, куда писать его жителям"),
    (NEIGHBOUR + "places = [5]\n", "places", "каждое слово пишут в кавычках"),
    (NEIGHBOUR + 'place = ["Горск"]\n', "place =", "Возможно, вы имели в виду «places»"),
    (NEIGHBOUR.replace("напишите", "напишите " * 40), "contact", "длиннее 300 знаков"),
    (NEIGHBOUR + NEIGHBOUR.replace("напишите", "пишите"), "[[neighbour]]", "название уже занято в строке"),
]


@pytest.mark.parametrize(("added", "place", "words"), MISTAKES, ids=[one[2][:40] for one in MISTAKES])
def test_a_mistake_is_told_with_its_line(added: str, place: str, words: str) -> None:
    text = SMALL + added
    found = [one for one in complaints(text) if words in one]
    assert len(found) == 1, "\n".join(complaints(text))
    line = int(found[0].split("строка ")[1].split(":")[0])
    assert line >= line_of(text, place)


@pytest.mark.parametrize("key", ["gas", "dispatcher"])
def test_words_are_no_phone(key: str) -> None:
    [complaint] = complaints(spoilt(PORTAL, f'{PORTAL}{key} = "спросите Машу"\n'))
    assert "не похоже на телефон" in complaint


def test_a_desk_may_have_hours_terms_and_a_time_zone_of_its_own() -> None:
    own = 'time_zone = "Europe/Samara"\nfirst_answer = "PT4H"\nsolution = "P7D"\n'
    hours = '[desk.hours]\nopens = "08:00"\nlunch = ["12:00", "12:30"]\ndays_off = [2026-12-30]\n'
    district = read_district(SMALL + own + hours)
    roads, village = district.desk("roads"), district.desk("lesnoe")
    assert roads.hours == replace(
        district.hours,
        opens=time(8),
        lunch=(time(12), time(12, 30)),
        days_off=district.hours.days_off | {date(2026, 12, 30)},
    )
    assert str(roads.time_zone) == "Europe/Samara"
    assert (roads.first_answer, roads.solution) == (Duration(time=timedelta(hours=4)), Duration(days=7))
    assert (village.hours, village.time_zone, village.first_answer) == (None, None, None)


def test_a_settlement_may_have_its_own_day_off() -> None:
    text = SMALL.replace('head = "Глава Речного"', "days_off = [2026-08-22]")
    assert read_district(text).settlement("rechnoe").days_off == {date(2026, 8, 22)}
