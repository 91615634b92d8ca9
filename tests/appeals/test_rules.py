"""Numbers to ring, deadlines, repeats and neighbours are read out of the district file."""

import pytest

from bot.appeals.district import Links, Repeats
from bot.appeals.district_file import read_district
from tests.appeals.small_district import SMALL, complaints, line_of, spoilt

PORTAL = 'portal = "https://www.gosuslugi.ru/"\n'
NEIGHBOUR = '\n[[neighbour]]\nname = "Горный район"\ncontact = "напишите в Горск"\n'


def test_what_the_file_does_not_say_is_as_usual() -> None:
    district = read_district(SMALL)
    assert district.links == Links("https://example.org/policy", "https://www.gosuslugi.ru/", "112", "104", "", "")
    assert district.repeats == Repeats()
    assert (district.question_days, district.urgent_hours, district.neighbours) == (3, 4, ())


def test_the_numbers_to_ring_are_read() -> None:
    text = spoilt(PORTAL, PORTAL + 'gas = "8 (48166) 4-00-04"\ndispatcher = "8 (48166) 4-00-05"\nregion = "в ЦУР"\n')
    links = read_district(text).links
    assert (links.gas, links.dispatcher, links.region) == ("8 (48166) 4-00-04", "8 (48166) 4-00-05", "в ЦУР")


def test_repeats_and_deadlines_are_read() -> None:
    text = SMALL.replace("answer_days = 2", "answer_days = 2\nquestion_days = 5\nurgent_hours = 2")
    text += "\n[repeats]\nmetres = 500\ndays = 14\nincident_count = 7\nincident_minutes = 30\n"
    district = read_district(text)
    assert district.repeats == Repeats(500, 14, 7, 30)
    assert (district.question_days, district.urgent_hours) == (5, 2)


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
