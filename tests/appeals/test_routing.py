"""Each appeal has exactly one desk: the department that takes its topic, or the settlement's own."""

from pathlib import Path

import pytest

from bot.appeals.district import District
from bot.appeals.district_file import load_district, read_district
from bot.appeals.routing import desk_for, other_desks
from tests.appeals.small_district import SMALL, small

RURAL = ("bulgakovo", "prechistoe", "tretyakovo")


@pytest.fixture(scope="module")
def demo() -> District:
    return load_district(Path(__file__).parents[2] / "district.toml")


def test_every_topic_of_every_settlement_has_a_desk(demo: District) -> None:
    for settlement in demo.settlements:
        for topic in demo.topics:
            assert desk_for(demo, topic, settlement.code) in demo.desks


def test_roads_between_villages_are_the_districts_and_streets_of_towns_their_own(demo: District) -> None:
    for topic in ("roads.pothole", "roads.snow", "transport.public"):
        assert {desk_for(demo, topic, one).code for one in RURAL} == {"roads"}
        assert desk_for(demo, topic, "ozerny").code == "ozerny"


def test_a_yard_is_the_settlements_own(demo: District) -> None:
    assert desk_for(demo, "yard.trees", "bulgakovo").code == "bulgakovo"
    assert desk_for(demo, "utilities.lighting", "bulgakovo").code == "bulgakovo"


def test_water_and_schools_go_to_departments_from_everywhere(demo: District) -> None:
    for settlement in demo.settlements:
        assert desk_for(demo, "utilities.water", settlement.code).code == "utilities"
        assert desk_for(demo, "education.school", settlement.code).code == "education"


def test_a_department_named_for_the_topic_goes_before_one_for_the_category() -> None:
    narrow = '[[desk]]\ncode = "bridges"\nname = "Мосты"\ntopics = ["roads.safety"]\n'
    for text in (f"{SMALL}\n{narrow}", SMALL.replace('[[desk]]\ncode = "roads"', f'{narrow}[[desk]]\ncode = "roads"')):
        district = read_district(text)
        assert desk_for(district, "roads.safety", "lesnoe").code == "bridges"
        assert desk_for(district, "roads.pothole", "lesnoe").code == "roads"


def test_a_topic_that_was_switched_off_still_has_a_desk() -> None:
    assert desk_for(small(), "nature.lake", "rechnoe").code == "rechnoe"


def test_a_settlement_that_the_district_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        desk_for(small(), "roads.pothole", "nowhere")


def test_an_appeal_can_be_handed_to_every_other_desk() -> None:
    district = small()
    assert [desk.code for desk in other_desks(district, district.desk("rechnoe"))] == ["lesnoe", "roads"]


def test_the_demo_district_is_the_real_one(demo: District) -> None:
    assert [f"{one.name} {one.kind}" for one in demo.settlements] == [
        "Духовщинское городское поселение",
        "Озерненское городское поселение",
        "Булгаковское сельское поселение",
        "Пречистенское сельское поселение",
        "Третьяковское сельское поселение",
    ]
    places = {place.name: place.settlement for place in demo.localities()}
    assert places["Бабино"] == places["Спас-Углы"] == places["Третьяково"] == "tretyakovo"
    assert places["Ерыши"] == places["Петрищево"] == places["Береснёво"] == "bulgakovo"
    assert len(places) >= 30


def test_the_demo_districts_points_lie_within_it(demo: District) -> None:
    points = [place.point for place in demo.localities() if place.point]
    assert len(points) >= 10
    assert all(55.0 < point.lat < 55.7 and 31.9 < point.lon < 32.8 for point in points)
