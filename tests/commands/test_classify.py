"""`otklik classify`: a script sends messages line by line and reads what the intake would make of them."""

from pathlib import Path

import pytest

from tests.commands.console import Said, otklik

KEYS = {
    "topic", "category", "confidence", "sure", "top", "kind", "urgent", "place", "ask_place", "several", "swearing",
    "masked_text",
}  # fmt: skip

LINES: list[object] = [
    {"text": "Яма у магазина в Бабине", "id": 7},
    {"text": "Света нет с утра"},
    {"text": "Света нет с утра", "lat": 55.2, "lon": 32.4167},
    {"text": ""},
    {"text": "Света нет", "lat": 555, "lon": 32},
    ["Яма"],
    {"text": "На улице Центральной в Ерышах не горит фонарь"},
]


@pytest.fixture(scope="module")
def said() -> Said:
    return otklik("classify", LINES)


def test_a_message_is_told_apart(said: Said) -> None:
    pothole = said.lines[0]
    assert set(pothole) >= KEYS | {"text", "id"}
    assert (pothole["id"], pothole["topic"], pothole["category"]) == (7, "roads.pothole", "roads")
    assert pothole["kind"] == "complaint"
    assert not pothole["urgent"]
    assert pothole["masked_text"] == "Яма у магазина в Бабине"
    assert all(len(one) == 2 for one in pothole["top"])


def test_a_place_is_named_as_in_the_district_file(said: Said) -> None:
    place = said.lines[0]["place"]
    assert (place["locality"], place["settlement"], place["settlement_code"]) == (
        "Бабино",
        "Третьяковское",
        "tretyakovo",
    )
    assert not said.lines[0]["ask_place"]


def test_without_a_place_it_is_to_be_asked_and_a_pin_answers(said: Said) -> None:
    assert (said.lines[1]["place"], said.lines[1]["ask_place"]) == (None, True)
    assert (said.lines[2]["place"]["locality"], said.lines[2]["ask_place"]) == ("Духовщина", False)


def test_nothing_said_has_no_topic(said: Said) -> None:
    assert (said.lines[3]["topic"], said.lines[3]["category"], said.lines[3]["sure"]) == (None, None, False)


def test_a_bad_line_is_told_in_words_and_the_others_are_answered(said: Said) -> None:
    assert said.lines[4]["error"] == "«lat» — от -90 до 90, «lon» — от -180 до 180"
    assert said.lines[5]["error"] == "нужен объект JSON в фигурных скобках"
    assert said.lines[6]["topic"] == "utilities.lighting"
    assert (said.code, said.errors) == (1, "")


def test_without_a_district_file_a_person_reads_what_to_do(tmp_path: Path) -> None:
    lost = otklik("classify", LINES, district=tmp_path / "district.toml")
    assert (lost.code, lost.lines) == (1, [])
    assert "Возьмите за образец district.toml" in lost.errors
    assert "Traceback" not in lost.errors
