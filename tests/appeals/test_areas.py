"""Borders come from the GeoJSON file that the district file names; a wrong one is refused with a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.appeals.area import holds
from bot.appeals.district import District, Point
from bot.appeals.district_file import DistrictFileError, load_district
from bot.appeals.geojson import MOST_BYTES, GeoJsonError, load_areas
from tests.appeals.small_district import SMALL

DISTRICT = SMALL.replace('name = "Лесной район"', 'name = "Лесной район"\nareas = "areas.geojson"')
NEIGHBOUR = '[[neighbour]]\nname = "Горный район"\ncontact = "8 (48166) 0-00-00"\nplaces = ["Горск"]\n'
# Longitude comes first in GeoJSON.
SQUARE = [[[32, 55], [33, 55], [33, 56], [32, 56], [32, 55]]]
HOLE = [[32.4, 55.4], [32.6, 55.4], [32.6, 55.6], [32.4, 55.6], [32.4, 55.4]]


def feature(code: object = "lesnoe", coordinates: object = SQUARE, kind: str = "Polygon") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": kind, "coordinates": coordinates}}


def loaded(folder: Path, *features: object, text: str = DISTRICT) -> District:
    borders = json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False)
    return loaded_with(folder, borders, text)


def loaded_with(folder: Path, borders: str, text: str = DISTRICT) -> District:
    (folder / "areas.geojson").write_text(borders, encoding="utf-8")
    (folder / "district.toml").write_text(text, encoding="utf-8")
    return load_district(folder / "district.toml")


def test_a_settlement_gets_its_border_and_the_others_none(tmp_path: Path) -> None:
    district = loaded(tmp_path, feature())
    assert district.settlement("lesnoe").area == (
        (Point(55, 32), Point(55, 33), Point(56, 33), Point(56, 32), Point(55, 32)),
    )
    assert district.settlement("rechnoe").area == ()


def test_a_neighbour_gets_its_border_by_its_name(tmp_path: Path) -> None:
    [neighbour] = loaded(tmp_path, feature("Горный район"), text=DISTRICT + NEIGHBOUR).neighbours
    assert (neighbour.name, neighbour.contact, neighbour.places) == ("Горный район", "8 (48166) 0-00-00", ("Горск",))
    assert holds(neighbour.area, Point(55.5, 32.5))


def test_a_point_in_a_hole_is_outside_and_one_in_an_exclave_inside(tmp_path: Path) -> None:
    exclave = [[[34, 55], [35, 55], [35, 56], [34, 55]]]
    area = loaded(tmp_path, feature(coordinates=[[*SQUARE, HOLE], exclave], kind="MultiPolygon")).settlements[0].area
    inside = {point: holds(area, point) for point in (Point(55.2, 32.2), Point(55.5, 32.5), Point(55.2, 34.6))}
    assert list(inside.values()) == [True, False, True]
    assert not holds(area, Point(57, 32.5))


def test_a_ring_left_open_is_closed(tmp_path: Path) -> None:
    [ring] = loaded(tmp_path, feature(coordinates=[SQUARE[0][:-1]])).settlements[0].area
    assert ring[0] == ring[-1]


def test_without_the_line_there_are_no_borders() -> None:
    district = load_district(Path(__file__).parents[2] / "district.toml")
    assert all(one.area for one in (*district.settlements, *district.neighbours))


WRONG = [
    ("", "это не JSON, ошибка в его строке 1"),
    ('{\n"features":\n[}', "ошибка в его строке 3"),
    ("[]", "нужен GeoJSON вида FeatureCollection"),
    ("[" * 100_000, "слишком много вложенных скобок"),
    ('{"features": [' + "9" * 5000 + "]}", "слишком длинные числа"),
    (json.dumps({"features": [7]}), "фигура № 1: в свойствах нет строки code"),
    (json.dumps({"features": [feature(), feature()]}), "фигура № 2 (lesnoe): такая уже есть"),
    (json.dumps({"features": [feature(kind="Point")]}), "бывают только Polygon и MultiPolygon"),
    (json.dumps({"features": [feature(coordinates=[])]}), "в ней нет границы"),
    (json.dumps({"features": [feature(coordinates=5)]}), "в ней нет границы"),
    (json.dumps({"features": [feature(coordinates=[[[32, 55], [33, 55]]])]}), "меньше трёх разных точек"),
    (json.dumps({"features": [feature(coordinates=[[[55, 32], [55, 33], [56, 3]]])]}), "сначала долгота, потом широта"),
    (json.dumps({"features": [feature(coordinates=[[[0, 0], [1, 1], [1, 2]]])]}), "не в России"),
    (json.dumps({"features": [feature(coordinates=[[[float("nan"), 1]]])]}), "точка nan, 1 не в России"),
    (json.dumps({"features": [feature(coordinates=[[["32", 55]]])]}), "точка пишется парой чисел"),
    (json.dumps({"features": [feature("lesnoye")]}), "Возможно, вы имели в виду «lesnoe»"),
]  # fmt: skip


@pytest.mark.parametrize(("borders", "words"), WRONG, ids=[one[1][:40] for one in WRONG])
def test_a_wrong_file_is_refused_with_the_line_that_names_it(tmp_path: Path, borders: str, words: str) -> None:
    with pytest.raises(DistrictFileError) as refusal:
        loaded_with(tmp_path, borders)
    told = str(refusal.value)
    assert told.startswith("district.toml, строка 3: в файле ")
    assert words in told


def test_a_file_that_is_absent_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_text(DISTRICT, encoding="utf-8")
    with pytest.raises(DistrictFileError, match=r"назван файл границ «areas\.geojson»: такого файла рядом нет"):
        load_district(tmp_path / "district.toml")


def test_a_file_too_big_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(GeoJsonError, match="больше 5 МБ"):
        load_areas(tmp_path / "big")


def test_a_device_is_not_waited_for() -> None:
    with pytest.raises(GeoJsonError, match="такого файла рядом нет"):
        load_areas(Path("/dev/zero"))


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["lesnoe", "Polygon", "MultiPolygon", ""]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["features", "properties", "geometry", "type", "coordinates", "code"]), inner)
    ),
    max_leaves=25,
)


@given(_JSON, _JSON)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, whole: Any, coordinates: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.geojson"
    for data in (whole, {"features": [feature(coordinates=coordinates)]}):
        path.write_text(json.dumps(data), encoding="utf-8")
        try:
            areas = load_areas(path)
        except GeoJsonError:
            continue
        assert all(ring[0] == ring[-1] for area in areas.values() for ring in area)
