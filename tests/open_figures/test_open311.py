"""Open311 GeoReport v2, reading: held against the specification's own examples and read by a client of others."""

import asyncio
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from georeport import GeoReport

from bot.appeals.district import Point
from bot.appeals.status import Action
from tests.open_figures.serving import serving
from tests.open_figures.visitor import V2, Town
from tests.storage.archive import Archive
from tests.usecases.world import MORNING, on_one_database

W3C = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
# The fields of the specification's examples, in their order, with the types that JSON gives them here.
SERVICE = {
    "service_code": str,
    "service_name": str,
    "description": str,
    "metadata": bool,
    "type": str,
    "keywords": str,
    "group": str,
}
REQUEST: Mapping[str, Any] = {
    "service_request_id": str,
    "status": str,
    "status_notes": str,
    "service_name": str,
    "service_code": str,
    "description": str,
    "agency_responsible": str,
    "service_notice": type(None),
    "requested_datetime": W3C,
    "updated_datetime": W3C,
    "expected_datetime": W3C,
    "address": str,
    "address_id": type(None),
    "zipcode": type(None),
    "lat": float,
    "long": float,
    "media_url": type(None),
}
DISCOVERY = {"changeset": W3C, "contact": str, "key_service": str, "endpoints": list}
ENDPOINT = {"specification": str, "url": str, "changeset": W3C, "type": str, "formats": list}


def is_like(value: Mapping[str, Any], example: Mapping[str, Any]) -> None:
    assert list(value) == list(example)
    for name, wanted in example.items():
        found = value[name]
        if isinstance(wanted, re.Pattern):
            assert wanted.fullmatch(found), f"{name}: {found}"
        else:
            assert isinstance(found, wanted), f"{name}: {found!r}"


def same(element: ElementTree.Element, value: Any) -> bool:
    """Whether the XML says the same as the JSON, by the specification's own rule."""
    if isinstance(value, list):
        return len(element) == len(value) and all(map(same, element, value))
    if isinstance(value, dict):
        return [one.tag for one in element] == list(value) and all(map(same, element, value.values()))
    said = {None: None, True: "true", False: "false"}.get(value, str(value)) if value != "" else None
    return element.text == said and len(element) == 0


@pytest.fixture
async def archive(town: Town) -> Archive:
    return await Archive(town.world.engine).opened()


@on_one_database
async def test_every_answer_has_the_shape_of_the_specifications_example(town: Town) -> None:
    world = town.world
    anna = world.resident()
    number = await anna.has_filed()
    async with world.service.store.transaction() as tx:
        appeal = await tx.appeals.get(number)
        assert appeal is not None
        await tx.appeals.change(appeal, {"lat": 55.21, "lon": 32.55})
    for path, root, item, example in (
        (f"{V2}/services", "services", "service", SERVICE),
        (f"{V2}/requests", "service_requests", "request", REQUEST),
        (f"{V2}/requests/{number}", "service_requests", "request", REQUEST),
    ):
        answer, xml = await town.sees(f"{path}.json"), await town.sees(f"{path}.xml")
        assert answer.headers["content-type"] == "application/json; charset=utf-8"
        assert xml.headers["content-type"] == "text/xml; charset=utf-8"
        assert xml.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
        assert answer.json()
        for one in answer.json():
            is_like(one, example)
        tree = ElementTree.fromstring(xml.content)  # noqa: S314 - our own words
        assert tree.tag == root
        assert {one.tag for one in tree} == {item}
        assert same(tree, answer.json())


@on_one_database
async def test_discovery_and_a_service_as_the_specification_shows_them(town: Town) -> None:
    found = (await town.sees(f"{V2}/discovery.json")).json()
    is_like(found, DISCOVERY)
    (endpoint,) = found["endpoints"]
    is_like(endpoint, ENDPOINT)
    assert endpoint["url"] == "https://otklik.example.ru/open311/v2"
    xml = ElementTree.fromstring((await town.sees(f"{V2}/discovery.xml")).content)  # noqa: S314
    assert same(xml, found)
    assert [one.text for one in xml.findall("endpoints/endpoint/formats/format")] == ["text/xml", "application/json"]

    one = (await town.sees(f"{V2}/services/roads.pothole.json")).json()
    assert one == {"service_code": "roads.pothole", "attributes": []}
    xml = ElementTree.fromstring((await town.sees(f"{V2}/services/roads.pothole.xml")).content)  # noqa: S314
    assert (xml.tag, [each.tag for each in xml]) == ("service_definition", ["service_code", "attributes"])


@on_one_database
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("services/no.such", 404, "no.such"),
        ("requests/26-99999", 404, "26-99999"),
        ("requests/%3Cscript%3E", 404, "<script>"),
        ("tokens/123", 404, "токен"),
        ("requests?service_code=no.such", 404, "no.such"),
        ("requests?start_date=2026-11-01", 400, "start_date"),
        ("requests?end_date=yesterday", 400, "end_date"),
        ("requests?start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z", 400, "90 дней"),
        ("requests?status=lost", 400, "status"),
        ("requests?page=0", 400, "page"),
        ("services?jurisdiction_id=boston.gov", 404, "boston.gov"),
        ("nothing", 404, "адрес"),
    ],
)
async def test_what_is_refused_is_refused_in_the_specifications_form(
    town: Town, path: str, status: int, words: str
) -> None:
    bare, _, query = path.partition("?")
    asked = f"?{query}" if query else ""
    answer = await town.sees(f"{V2}/{bare}.json{asked}")
    assert answer.status_code == status
    (error,) = answer.json()
    assert list(error) == ["code", "description"]
    assert error["code"] == status
    assert words in error["description"]
    xml = ElementTree.fromstring((await town.sees(f"{V2}/{bare}.xml{asked}")).content)  # noqa: S314
    assert (xml.tag, [one.tag for one in xml]) == ("errors", ["error"])
    assert same(xml, answer.json())


async def test_requests_are_found_by_topic_status_time_and_number(town: Town, archive: Archive) -> None:
    world = town.world
    hours = [MORNING - timedelta(days=days) for days in (1, 40, 89, 91)]
    numbers = [await archive.filed(when) for when in hours]
    lamp = await archive.filed(hours[0], topic="utilities.lighting", status="answered", result="solved")
    await archive.filed(hours[0], status="withdrawn")

    async def found(**asked: str) -> list[str]:
        return [one["service_request_id"] for one in await town.requests(**asked)]

    assert await found() == [lamp, *numbers[:3]], "the newest first, of the last 90 days, none that was withdrawn"
    assert await found(service_code="utilities.lighting") == [lamp]
    assert await found(service_code="utilities.lighting,roads.pothole", status="open") == numbers[:3]
    assert await found(status="closed") == [lamp]
    assert await found(status="open,closed", page_size="2", page="2") == numbers[1:3]
    assert await found(start_date=hours[1].isoformat(), end_date=hours[1].isoformat()) == [numbers[1]]
    assert await found(end_date="2026-10-01T00:00:00+03:00") == numbers[2:]
    assert await found(service_request_id=f"{numbers[3]},{lamp},26-99999,x") == [lamp, numbers[3]]
    assert world.now == MORNING


@on_one_database
async def test_how_it_stands_is_told(town: Town) -> None:
    world = town.world
    anna, ivan = world.resident(), await world.desk("roads")
    number = await anna.has_filed()

    async def stands() -> tuple[str, str]:
        await town.minutes_later()
        (one,) = await town.requests(service_request_id=number)
        assert (one["expected_datetime"] is None) == (one["status"] == "closed")
        return one["status"], one["status_notes"]

    assert await stands() == ("open", "Сообщение принято.")
    await ivan.has_done(number, Action.ACCEPT)
    assert await stands() == ("open", "Сообщение в работе.")
    await ivan.has_done(number, Action.ASK, "Где именно?")
    assert await stands() == ("open", "Уточняем подробности.")
    await ivan.has_done(number, Action.EXPLAIN, "Ремонт в плане на май")
    assert await stands() == ("closed", "Дан ответ с разъяснением.")
    await world.days_later(15)
    assert await stands() == ("closed", "Дан ответ с разъяснением.")


@on_one_database
async def test_a_client_of_others_reads_it_all(town: Town) -> None:
    anna = town.world.resident()
    number = await anna.has_filed()
    async with serving(town.app) as url:
        for form in ("json", "xml"):
            client = GeoReport(f"{url}{V2}", jurisdiction="otklik.example.ru", output_format=form)
            services = await asyncio.to_thread(client.get_service_list)
            assert {"roads.pothole", "utilities.well"} <= {one["service_code"] for one in services}
            assert (await asyncio.to_thread(client.get_service_definition, "roads.pothole"))["service_code"]
            one = await asyncio.to_thread(client.get_service_request, number)
            assert (one["service_request_id"], one["status"]) == (number, "open")
            found = await asyncio.to_thread(client.get_service_requests, start_date="2026-11-01T00:00:00Z")
            # Its XML side gives a single one bare.
            assert number in json.dumps(found)


@on_one_database
async def test_a_pin_lies_on_a_coarse_grid_and_a_moment_is_an_hour(town: Town, archive: Archive) -> None:
    filed = datetime(2026, 11, 20, 6, 41, 27, tzinfo=UTC)
    for lat, lon in ((55.218312, 32.552499), (55.218488, 32.552911)):
        await archive.filed(filed, lat=lat, lon=lon)
    first, second = await town.requests()
    assert (first["lat"], first["long"]) == (second["lat"], second["long"]) == (55.218, 32.552)
    assert first["requested_datetime"] == "2026-11-20T06:00:00Z"
    (one, other) = await town.requests(start_date="2026-11-20T06:00:00Z", end_date="2026-11-20T06:00:00Z")
    assert one["service_request_id"] > other["service_request_id"]
    assert await town.requests(start_date="2026-11-20T06:30:00Z") == []
    assert Point(first["lat"], first["long"])


@on_one_database
async def test_a_thousand_at_most_and_many_questions_wait(town: Town) -> None:
    async with town.visitor() as visitor:
        answers = [
            (await visitor.get(f"{V2}/requests.json", params={"page_size": str(size)})).status_code
            for size in range(1, 70)
        ]
        assert answers.count(200) == 60
        refused = await visitor.get(f"{V2}/requests.json", params={"page_size": "999"})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        assert (await visitor.get(f"{V2}/requests.json", params={"page_size": "1"})).status_code == 200, "remembered"
    assert town.site.words("page-open311-too-often")
