"""Where it is: villages inflected and misspelt, streets, landmarks, pins, and what only looks like a village."""

import pytest

from bot.appeals.appeal import Place
from bot.appeals.district import District, Point
from bot.triage.morphology import Pymorphy
from bot.triage.name_forms import name_forms
from bot.triage.pins import distance_km
from bot.triage.place import Gazetteer
from bot.triage.speech import heard
from tests.triage.messages import MESSAGES, place_label


def names(gazetteer: Gazetteer, text: str) -> list[str | None]:
    return [place.locality for place in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("text", "locality"),
    [
        ("в бабине", "Бабино"),
        ("с Булгакого", "Булгаково"),
        ("д.Ерыши", "Ерыши"),
        ("в Духовщине", "Духовщина"),
        ("в озерном нет света", "Озёрный"),
        ("Озёрный", "Озёрный"),
        ("Петрищива", "Петрищево"),
        ("из Елисеевичей", "Елисеевичи"),
        ("живу в Спас-Углах", "Спас-Углы"),
        ("спасуглы", "Спас-Углы"),
        ("пос. ГРЭС", "Озёрный"),
    ],
)
def test_a_village_is_known_however_it_is_written(gazetteer: Gazetteer, text: str, locality: str) -> None:
    assert names(gazetteer, text) == [locality]


@pytest.mark.parametrize(
    "text",
    [
        "Сосед Бабин жжёт мусор",
        "у Бабина Ивана",
        "А. Бабина не отвечает",
        "Бабинов обещал",
        "пречистая вода",
        "третья неделя",
        "озеро зарастает",
        "озёрный край",
        "в озёрном крае",
        "Третьяковская галерея",
        "пожары каждую весну",
        "детских горок нет",
        "во всех углах мусор",
        "улица Воронцова",
    ],
)
def test_a_surname_or_a_common_word_is_no_village(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def test_two_villages_of_one_name_are_both_meant(gazetteer: Gazetteer) -> None:
    assert [place.settlement for place in gazetteer.find("яма в Горках")] == ["ozerny", "prechistoe"]


def test_the_settlement_tells_two_villages_of_one_name_apart(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Пречистенское поселение, деревня Горки, нет воды")
    assert found == (Place("prechistoe", "Горки"),)


def test_the_street_tells_two_places_apart(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "Дорога от Бабино до Третьяково, на Советской яма") == ["Бабино"]


def test_a_street_of_one_place_names_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("ул. Берзарина, 12, нет света") == (Place("dukhovshchina", "Духовщина", "ул. Берзарина, 12"),)


def test_a_street_of_few_places_leaves_these_to_ask_about(gazetteer: Gazetteer) -> None:
    assert set(names(gazetteer, "на Смирнова яма")) == {"Духовщина", "Пречистое"}


def test_a_street_of_every_place_says_nothing(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "на Центральной яма") == []


def test_a_landmark_of_one_place_names_it(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("свалка за вокзалом") == (Place("prechistoe", "Пречистое", "за вокзалом"),)


def test_a_number_that_counts_is_no_house(gazetteer: Gazetteer) -> None:
    assert [place.address for place in gazetteer.find("в Бабино на Советской 3 дня нет воды")] == ["Советская"]


def test_a_settlement_without_a_village_is_a_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("в Булгаковском поселении не чистят") == (Place("bulgakovo"),)


def test_the_district_is_no_settlement(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Духовщинский район, нет порядка") == ()


def test_a_pin_finds_the_nearest_village(gazetteer: Gazetteer) -> None:
    pin = Point(55.29, 32.22)
    assert gazetteer.nearest(pin) == Place("bulgakovo", "Ерыши", point=pin)


def test_a_pin_in_another_region_finds_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.nearest(Point(55.75, 37.62)) is None


def test_distance_is_measured_over_the_ground() -> None:
    assert distance_km(Point(55.2000, 32.4167), Point(55.5750, 32.4083)) == pytest.approx(41.7, abs=0.2)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Булгаково", "булгакове"),
        ("Ерыши", "ерышах"),
        ("Плотки", "плоток"),
        ("Зимец", "зимце"),
        ("Елисеевичи", "елисеевичей"),
        ("Спас-Углы", "спас углов"),
        ("Троицкое", "троицком"),
        ("Залужье", "залужья"),
        ("Вишнёвка", "вишневке"),
    ],
)
def test_a_name_is_inflected(morphology: Pymorphy, name: str, form: str) -> None:
    assert tuple(form.split()) in name_forms(name, morphology)


def test_places_are_found_and_not_invented(gazetteer: Gazetteer, district: District) -> None:
    found = right = wanted = 0
    for one in MESSAGES:
        labels = {place_label(place, district) for place in gazetteer.find(one.text)}
        found, wanted, right = found + len(labels), wanted + len(one.places), right + len(labels & one.places)
    assert right / found >= 0.98
    assert right / wanted >= 0.97


def test_addresses_are_read_as_they_were_said(gazetteer: Gazetteer) -> None:
    wrong = [one.text for one in MESSAGES if gazetteer.read(heard(one.text)).address != one.address]
    assert len(wrong) <= 0.03 * len(MESSAGES), wrong
