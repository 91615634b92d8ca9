"""The OpenAPI document says what there really is: every route, and the shape of real answers."""

import json
import re
from typing import Any

import pytest
from starlette.routing import Route

from bot.handlers.web.open.routes import open_routes
from tests.open_figures.schemas import faults, resolved
from tests.open_figures.season import season, shown
from tests.open_figures.visitor import V2, Town
from tests.usecases.world import on_one_database

pytestmark = on_one_database


@pytest.fixture
async def document(town: Town) -> dict[str, Any]:
    first, second = await town.sees("/open/openapi.json"), await town.sees(f"{V2}/openapi.json")
    assert first.content == second.content
    found: dict[str, Any] = first.json()
    return found


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()


async def test_it_describes_every_route_and_no_other(town: Town, document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    described = {(path, verb.upper()) for path, verbs in document["paths"].items() for verb in verbs}
    routes = [one for one in open_routes(town.site) if isinstance(one, Route) and ":path" not in one.path]
    real = {(one.path, verb) for one in routes for verb in one.methods or () if verb != "HEAD"}
    assert described == real
    for path, verbs in document["paths"].items():
        for verb in verbs.values():
            in_path = {one["name"] for one in verb.get("parameters", []) if one["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", path)), path
            assert verb["summary"]
            assert verb["responses"]


async def test_every_reference_leads_somewhere_and_every_schema_is_used(document: dict[str, Any]) -> None:
    used = references(document)
    assert all(resolved(document, one) for one in used)
    assert {one.rpartition("/")[2] for one in used} == set(document["components"]["schemas"])


async def test_real_answers_are_as_described(town: Town, document: dict[str, Any]) -> None:
    await season(town)
    number = await shown(town)
    real = {
        "/open/figures.json": "/open/figures.json",
        "/open/map.json": "/open/map.json",
        "/open311/v2/discovery.{form}": f"{V2}/discovery.json",
        "/open311/v2/services.{form}": f"{V2}/services.json",
        "/open311/v2/services/{code}.{form}": f"{V2}/services/roads.pothole.json",
        "/open311/v2/requests.{form}": f"{V2}/requests.json",
        "/open311/v2/requests/{number}.{form}": f"{V2}/requests/{number}.json",
        "/open311/v2/tokens/{token}.{form}": f"{V2}/tokens/1.json",
    }
    for described, asked in real.items():
        answer = await town.sees(asked)
        check(document, described, "get", answer)
    for wrong, described in (
        (f"{V2}/requests.json?status=x", "/open311/v2/requests.{form}"),
        (f"{V2}/services/none.json", "/open311/v2/services/{code}.{form}"),
    ):
        check(document, described, "get", await town.sees(wrong))
    key = await town.key()
    posted = await town.posts(key, service_code="roads.pothole", address_string="Бабино", description="Яма")
    check(document, "/open311/v2/requests.{form}", "post", posted)
    check(document, "/open311/v2/requests.{form}", "post", await town.posts("", service_code="x"))


def check(document: dict[str, Any], path: str, verb: str, answer: Any) -> None:
    described = document["paths"][path][verb]["responses"][str(answer.status_code)]
    kind = answer.headers["content-type"].partition(";")[0]
    assert list(faults(document, described["content"][kind]["schema"], answer.json())) == [], path


async def test_the_check_would_find_a_fault(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Created"]
    right = {"service_request_id": "26-00001", "service_notice": "", "account_id": None}
    assert list(faults(document, schema, right)) == []
    for wrong in ({**right, "name": "Анна"}, {**right, "account_id": 7}, {"account_id": None}, [], None):
        assert list(faults(document, schema, wrong)), json.dumps(wrong)
