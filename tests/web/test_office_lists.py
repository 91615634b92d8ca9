"""Lists of the desk: who sees what, how they are narrowed and searched, and pages that lose and double nothing."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert

from bot.usecases import office_browsing
from bot.usecases.office_browsing import stem
from storage.tables import appeals
from tests.usecases.world import POTHOLE, World, on_one_database
from tests.web.desk_scene import browser, coordinator, desk_app, entered, head

TEXTS = ("Не горит фонарь у клуба", "Мусор не вывозят", "Ёлка упала на провода")


async def filled(world: World, rows: Sequence[dict[str, object]]) -> None:
    """Appeals as they would stand there after years; the newest is the last of the rows."""
    anna = world.resident()
    await anna.agrees()
    made = []
    for at, row in enumerate(rows, 1):
        filed = world.now - timedelta(hours=len(rows) - at, minutes=1)
        due = {"due_at": filed + timedelta(days=3), "answer_due_at": filed, "solve_due_at": filed + timedelta(days=3)}
        usual: dict[str, object] = {
            "number": f"26-{at:05d}",
            "resident": 1,
            "chat": anna.chat,
            "topic": "roads.pothole",
            "settlement": "tretyakovo",
            "desk": "roads",
            "status": "new",
            "text": TEXTS[at % len(TEXTS)],
            "filed_at": filed,
        }
        closed = {"closed_at": filed} if row.get("status") == "closed" else {"closed_at": None}
        made.append(
            usual | due | {"locality": None, "lat": None, "lon": None, "urgent": "", "merged": ""} | closed | row
        )
    async with world.engine.begin() as connection:
        await connection.execute(insert(appeals), made)


async def test_a_head_sees_only_the_own_settlement_and_a_desk_only_its_own(world: World) -> None:
    await filled(
        world,
        [
            {"settlement": "tretyakovo", "desk": "roads"},
            {"settlement": "bulgakovo", "desk": "roads"},
            {"settlement": "bulgakovo", "desk": "bulgakovo"},
            {"settlement": "tretyakovo", "desk": "tretyakovo"},
        ],
    )
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        await olga.opens("/office/")
        assert olga.numbers == ["26-00004", "26-00003", "26-00002", "26-00001"]
    async with entered(app, await head(world)) as peter:
        await peter.opens("/office/")
        assert peter.numbers == ["26-00004", "26-00001"]
        assert "другая администрация" in await peter.opens("/office/a/26-00003", 404)
        foreign, missing = await peter.opens("/office/a/26-00003", 404), await peter.opens("/office/a/26-09999", 404)
        assert foreign == missing.replace("26-09999", "26-00003")
        await peter.opens("/office/?settlement=bulgakovo")
        assert peter.numbers == []
        await peter.opens("/office/?q=26-00003&status=all")
        assert peter.numbers == []
    async with entered(app, await world.desk("roads", "telegram:-702")) as ivan:
        await ivan.opens("/office/")
        assert ivan.numbers == ["26-00002", "26-00001"]
        await ivan.opens("/office/a/26-00004", 404)
        for number, status in (("26-00004", 404), ("26-00001", 303)):
            await ivan.opens("/office/")
            await ivan.sends(f"/office/a/{number}", status, action="note", text="Записка", seen="0")


async def test_everything_that_narrows_a_list_stands_in_its_address(world: World) -> None:
    await filled(
        world,
        [
            {"status": "closed", "topic": "telecom.service"},
            {"status": "in_work", "due_at": world.now - timedelta(hours=1)},
            {"status": "asked", "due_at": world.now - timedelta(hours=1)},
            {"urgent": "gas", "settlement": "bulgakovo"},
            {"merged": "26-00004"},
            {"desk": "bulgakovo", "settlement": "bulgakovo"},
        ],
    )
    today = world.now.date().isoformat()
    async with entered(desk_app(world), await coordinator(world)) as olga:
        for query, numbers in {
            "": [6, 4, 3, 2],
            "overdue=1": [2],
            "urgent=1": [4],
            "status=asked": [3],
            "status=closed": [1],
            "status=all": [6, 4, 3, 2, 1],
            "status=all&settlement=bulgakovo": [6, 4],
            "desk=bulgakovo": [6],
            "status=all&topic=telecom.service": [1],
            f"from={today}&to={today}&status=all": [6, 4, 3, 2, 1],
            "to=2020-01-01": [],
            "from=yesterday&desk=nobody&before=x.y&status=%00": [6, 4, 3, 2],
        }.items():
            await olga.opens(f"/office/?{query}")
            assert olga.numbers == [f"26-{one:05d}" for one in numbers], query
        await olga.opens("/office/?overdue=1&settlement=tretyakovo&q=мусор")
        assert 'value="мусор"' in olga.page
        assert 'href="/office/?settlement=tretyakovo"' in olga.page


async def test_a_number_words_and_a_place_are_found_in_any_form(world: World) -> None:
    await filled(world, [{"locality": "Бабино"}, {}, {"settlement": "bulgakovo"}, {"text": "100% <b>яма</b>_"}])
    async with entered(desk_app(world), await coordinator(world)) as olga:
        for text, numbers in {
            "26-00002": [2],
            "№ 3": [3],
            "фонари": [3],
            "ФОНАРЯ у клубом": [3],
            "елка": [2],
            "ямы": [4],
            "100%25": [4],
            "бабине": [1],
            "булгаковском": [3],
            "мусор бабино": [1],
            "мусор клуб": [],
            "<script>": [],
        }.items():
            await olga.opens(f"/office/?status=all&q={text}")
            assert olga.numbers == [f"26-{one:05d}" for one in numbers], text
        page = (await olga.client.get("/office/?q=<script>alert(1)</script>")).text
        assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("word", "bare"), [("яма", "ям"), ("ямы", "ям"), ("дорогами", "дорог"), ("№", "№"), ("на", "на")]
)
def test_a_word_is_looked_for_without_its_ending(word: str, bare: str) -> None:
    assert stem(word) == bare


async def test_pages_follow_one_another_and_nothing_is_lost_or_doubled(world: World) -> None:
    await filled(world, [{"status": "closed"} for _ in range(75)])
    async with entered(desk_app(world), await coordinator(world)) as olga:
        seen: list[str] = []
        path = "/office/?status=all"
        while path:
            await olga.opens(path)
            seen += olga.numbers
            # What comes in meanwhile moves nothing.
            _, _, rest = olga.page.partition('rel="next" href="')
            path = rest.partition('"')[0]
        assert seen == [f"26-{one:05d}" for one in range(75, 0, -1)]


async def test_a_search_looks_at_the_newest_first_and_says_how_far_it_looked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_browsing, "A_WINDOW", 10)
    await filled(world, [{"text": "Яма"}] + [{"status": "closed"} for _ in range(24)])
    async with entered(desk_app(world), await coordinator(world)) as olga:
        path, pages = "/office/?status=all&q=яма", 0
        while not olga.numbers:
            await olga.opens(path)
            pages += 1
            path = olga.page.partition('rel="next" href="')[2].partition('"')[0]
            assert ("ранние — нет" in olga.page) == bool(path)
        assert olga.numbers == ["26-00001"]
        assert pages == 3


@on_one_database
async def test_of_who_wrote_only_a_first_name_is_shown(world: World) -> None:
    anna = world.resident("Анна Каренина", "telegram:501")
    await anna.agrees()
    number = await anna.files(f"{POTHOLE}, звоните 8 910 123-45-67")
    async with entered(desk_app(world), await coordinator(world)) as olga:
        page = await olga.opens(f"/office/a/{number}")
        assert "Анна" in page
        assert "Каренина" not in page
        assert "123-45-67" not in page
        assert "telegram:501" not in page


@on_one_database
async def test_the_map_holds_what_is_open_where_it_is(world: World) -> None:
    await filled(
        world,
        [
            {"lat": 55.2, "lon": 32.4},
            {"lat": 55.2, "lon": 32.4},
            {"locality": "Бабино"},
            {"settlement": "gone"},
            {"status": "closed"},
        ],
    )
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        page = await olga.opens("/office/map")
        assert '"at": [55.2, 32.4], "sure": true, "count": 2' in page
        assert "4 открытых сообщения" in page
        assert "Без места на карте: 1" in page
        assert "rings" in page
        leaflet = await olga.client.get("/office/static/leaflet/leaflet.js")
        assert leaflet.status_code == 200
    async with browser(app) as stranger:
        await stranger.opens("/office/map", 401)


@on_one_database
async def test_figures_are_drawn_and_stand_in_tables(world: World) -> None:
    await filled(world, [{"settlement": "bulgakovo", "desk": "bulgakovo"}, {}, {}])
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        page = await olga.opens("/office/figures?weeks=4")
        assert page.count("<svg") == 3
        assert "style=" not in page
        assert "<dt>Пришло</dt><dd>3</dd>" in page
    async with entered(app, await head(world)) as peter:
        page = await peter.opens("/office/figures?weeks=nonsense")
        assert "<dt>Пришло</dt><dd>2</dd>" in page
        assert "Булгаковское" not in page


@on_one_database
async def test_an_export_holds_what_one_may_see(world: World) -> None:
    await filled(world, [{"settlement": "bulgakovo", "desk": "bulgakovo", "text": "=1+1"}, {"text": "Яма"}])
    app, day = desk_app(world), world.now.date()
    query = f"/office/export/file?from={day - timedelta(days=2)}&to={day}"
    async with entered(app, await coordinator(world)) as olga:
        await olga.opens("/office/export")
        answer = await olga.client.get(f"{query}&format=csv")
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 3
        assert "attachment" in answer.headers["content-disposition"]
        incident = (await olga.client.get(f"{query}&format=csv&layout=incident")).content.decode("utf-8-sig")
        assert incident.splitlines()[0].count(";") == 45
        assert (await olga.client.get(f"{query}&format=xlsx")).content.startswith(b"PK")
        await olga.opens("/office/export/file?from=2026-01-01&to=2028-01-01&format=csv", 400)
        await olga.opens("/office/export/file", 400)
    async with entered(app, await head(world)) as peter:
        rows = (await peter.client.get(f"{query}&format=csv")).content.decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert "Яма" in rows[1]


@on_one_database
async def test_nothing_overdue_is_good_news(world: World) -> None:
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        assert "Просроченных сообщений нет. Так держать!" in await olga.opens("/office/?overdue=1")
        assert "Ничего не нашлось" in await olga.opens("/office/?overdue=1&q=мусор")
        assert "Открытых сообщений нет" in await olga.opens("/office/")


@on_one_database
async def test_chats_and_rules_are_shown_as_they_are_in_force(world: World) -> None:
    await world.desk("roads", "vk:2000000001")
    async with world.service.store.transaction() as tx:
        await tx.bindings.set_lost("vk:2000000001", world.now)
    app = desk_app(world)
    async with entered(app, await coordinator(world)) as olga:
        page = await olga.opens("/office/chats")
        assert "ВКонтакте: бота там нет с 24.11.2026" in page
        assert "чата пока нет" in page
        rules = await olga.opens("/office/rules")
        district = world.service.district
        assert all(one.name in rules for one in (*district.topics.values(), *district.desks))
        assert "рабочих дней" in rules
        assert "Отдел дорог района, своё поселение" in rules, "three of five have theirs mended by it"
    async with entered(app, await head(world)) as peter:
        page = await peter.opens("/office/chats")
        assert "Куратор<" not in page
        assert "Булгаковск" not in page
