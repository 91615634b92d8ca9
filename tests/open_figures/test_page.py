"""The public page: how heavy it is, whose figures it shows, what can be left out; and switched off."""

from datetime import timedelta
from pathlib import Path

import httpx

from bot.bootstrap import open_house
from bot.demo import demo_settings
from tests.open_figures.season import season, shown
from tests.open_figures.visitor import V2, Town
from tests.usecases.world import on_one_database


@on_one_database
async def test_the_page_is_light_and_a_crowd_asks_the_database_once(town: Town) -> None:
    await season(town)
    page = await town.sees("/open")
    files = [
        "/static/colours.css",
        "/static/page.css",
        "/static/mark.svg",
        "/open/static/open.css",
        "/open/static/map.js",
    ]
    assert len(page.content) + sum([len((await town.sees(one)).content) for one in files]) < 100_000
    assert page.headers["cache-control"] == "public, max-age=300"
    before = (await town.sees("/open/figures.json")).json()["received"]
    await town.world.execute("INSERT INTO serials (year, last) VALUES (2026, 700)")
    await town.world.resident().has_filed()
    town.world.now += timedelta(minutes=1)
    assert (await town.sees("/open")).text == page.text, "remembered for some minutes"
    assert (await town.sees("/open/figures.json")).json()["received"] == before
    town.world.now += timedelta(minutes=6)
    assert (await town.sees("/open/figures.json")).json()["received"] == before + 1


@on_one_database
async def test_the_figures_are_those_of_the_season(town: Town) -> None:
    await season(town)
    figures = (await town.sees("/open/figures.json")).json()
    rows = await town.world.rows("SELECT status, topic FROM appeals")
    assert figures["received"] == len(rows)
    assert figures["solved"] == sum(row["status"] == "closed" for row in rows)
    assert figures["solved_share"] == 1.0
    assert sum(one["received"] for one in figures["topics"]) == len(rows)
    assert sum(one["received"] for one in figures["settlements"]) == len(rows)
    assert figures["first_answer_hours"] > 0
    assert (await town.sees("/open?days=30")).status_code == (await town.sees("/open?days=x")).status_code == 200
    shapes = (await town.sees("/open/map.json")).json()
    assert {one["geometry"]["type"] for one in shapes["features"]} == {"MultiPolygon", "Point"}


@on_one_database
async def test_parts_can_be_left_out(town: Town) -> None:
    await season(town)
    await shown(town)
    town = Town(town.world, parts=frozenset({"topics"}))
    page = (await town.sees("/open")).text
    assert "О чём пишут" in page
    for absent in ("Откуда пишут", "Где решено", "Что сделано", "До и после", "до первого ответа", "open311"):
        assert absent not in page
    assert "first_answer_hours" not in (await town.sees("/open/figures.json")).json()
    assert (await town.sees(f"{V2}/services.json")).status_code == 404
    (name,) = [row["name"] for row in await town.world.rows("SELECT name FROM released")]
    assert (await town.sees(f"/open/picture/{name}.jpg")).status_code == 404
    shapes = (await town.sees("/open/map.json")).json()["features"]
    assert {one["geometry"]["type"] for one in shapes} == {"MultiPolygon"}


async def test_switched_off_there_is_nothing_and_switched_on_it_stands_in_the_house(tmp_path: Path) -> None:
    paths = ("/open", "/open/figures.json", "/open/openapi.json", f"{V2}/services.json", f"{V2}/discovery.xml")
    for switch, wanted in (("off", 404), ("on", 200)):
        settings = demo_settings(tmp_path, "127.0.0.1", 8080).model_copy(update={"open_figures": switch})
        async with open_house(settings) as house:
            assert house.service.open_figures == (switch == "on")
            transport = httpx.ASGITransport(house.app())
            async with httpx.AsyncClient(transport=transport, base_url="http://otklik.test") as visitor:
                for path in paths:
                    assert (await visitor.get(path)).status_code == wanted, path
                assert (await visitor.post(f"{V2}/requests.json")).status_code == (403 if wanted == 200 else 404)
