"""Writes the pictures of the coordinator's desk for its guide into docs/pictures.

`uv run python -m tools.office_pictures`; needs Chromium and a font of phones (apt-get install chromium
fonts-roboto-unhinted). A real service with a made-up autumn of a district; its clock stands, so that the pictures are
the same whenever they are taken.
"""

import asyncio
import random
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, Page
from sqlalchemy import insert

from bot import logs
from bot.appeals.appeal import Appeal, Photo, Place
from bot.appeals.routing import desk_for
from bot.appeals.status import Action, Status
from bot.bootstrap import House, open_house
from bot.dialogs.effects import Act
from bot.dialogs.events import KeptPhoto, Person
from bot.dialogs.history import Entry
from bot.handlers.web.pages import HERE
from bot.running import run
from bot.settings import Settings
from bot.usecases.acting import Actor
from bot.usecases.binding import serve
from bot.usecases.entering import Link, digest
from bot.usecases.writing import Writer
from storage.tables import appeals
from tools.pictures import browser, free_port
from tools.shooting import PICTURES, save

NOW = datetime(2026, 11, 24, 7, 40, tzinfo=UTC)
CHAT, CODE = "telegram:-1", "picture-of-the-desk-00"
PHONE, WIDE = (390, 844), (1280, 900)
TROUBLES = {
    "utilities.lighting": ("Не горит фонарь у остановки", "Третий вечер темно на всей улице"),
    "roads.pothole": ("Яма на повороте, объезжаем по обочине", "После дождя яма стала глубже"),
    "garbage.containers": ("Мусор не вывозят вторую неделю", "Контейнеры полные, ветер разносит пакеты"),
    "utilities.water": ("Нет воды с утра", "Вода идёт слабо, второй этаж без неё"),
    "animals.stray": ("Собаки бегают стаей у школы", "Большая собака без хозяина у магазина"),
    "yard.snow": ("Во дворе скользко, посыпьте, пожалуйста", "Снег у подъезда не чистят"),
}


async def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    logs.set_up("text")
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder)) as url, browser(Path(folder)) as chromium:
            await take(chromium, url)


async def take(chromium: Browser, url: str) -> None:
    phone = await window(chromium, PHONE, 1.5)
    await phone.goto(f"{url}/office/enter/{CODE}")
    await phone.get_by_label("Как вас подписывать?").fill("Ольга")
    await phone.get_by_role("button", name="Войти").click()
    await phone.wait_for_load_state()
    save("office-list", await phone.screenshot())
    wide = await window(chromium, WIDE, 1)
    await wide.context.add_cookies(await phone.context.cookies())
    await wide.goto(f"{url}/office/a/26-00001")
    await wide.get_by_text("Передать", exact=True).click()
    await wide.get_by_label("Кому передать").select_option("tretyakovo")
    await wide.get_by_label("Почему передаём").fill("Проезд к магазину ваш, не районный. Посмотрите сегодня?")
    await wide.evaluate("document.activeElement.blur()")
    save("office-appeal", await wide.screenshot())
    await wide.goto(f"{url}/office/map")
    await wide.locator("#map[data-ready]").wait_for()
    save("office-map", await wide.screenshot())
    await wide.goto(f"{url}/office/figures")
    save("office-figures", await wide.screenshot())


async def window(chromium: Browser, size: tuple[int, int], sharp: float) -> Page:
    context = await chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=sharp, locale="ru-RU"
    )
    return await context.new_page()


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[str]:
    """The address of a service with a district's autumn in it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = Settings(
        _env_file=None,
        database_url=f"sqlite+aiosqlite:///{folder / 'desk.db'}",
        media_dir=folder / "media",
        telegram_token=None,
        vk_token=None,
        public_url=url,
        http_port=port,
    )
    async with open_house(settings, clock=lambda: NOW) as house:
        await fill(house)
        up = asyncio.Event()
        running = asyncio.create_task(run(house, ready=up.set))
        await up.wait()
        yield url
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def fill(house: House) -> None:
    """The pothole of the other guides, a chat for the coordinator, and what else came in a quarter."""
    service = house.service
    before = await service.photos.keep((HERE / "static/samples/before.jpg").read_bytes())
    async with service.store.transaction() as tx:
        actor = Actor(service, tx, Writer(tx, service.words, NOW), NOW)
        await serve(tx, actor, CHAT, "coordinator", "", Person("telegram:1", "Ольга"), NOW)
        await tx.sessions.offer(digest(CODE), Link(CHAT, NOW + timedelta(minutes=5)))
        anna = await tx.residents.of_chat("telegram:2", "Анна", NOW)
        filed = NOW - timedelta(hours=2)
        pothole = Appeal(
            id=0,
            number="",
            resident=anna.id,
            topic="roads.pothole",
            place=Place("tretyakovo", "Бабино", "у магазина"),
            text="У магазина в Бабино яма, колесо пробил. Объезжаем по обочине, а там ходят дети.",
            desk="roads",
            status=Status.NEW,
            filed_at=filed,
            due_at=NOW + timedelta(hours=7),
            answer_due_at=NOW + timedelta(hours=7),
            solve_due_at=NOW + timedelta(days=5),
            before=(Photo(before.file, before.fingerprint),) if isinstance(before, KeptPhoto) else (),
            author="Анна",
        )
        one = await tx.appeals.file(pothole, "telegram:2", ())
        await tx.appeals.write_history(one, Entry(filed, "Анна", "file", photos=1), "telegram:2")
        await actor.act(Act(one.number, Action.ACCEPT, Person("telegram:3", "Иван")), "")
    async with house.engine.begin() as connection:
        await connection.execute(insert(appeals), autumn(house, anna.id))


def autumn(house: House, resident: int) -> list[dict[str, object]]:
    """Eighty more, most of them closed."""
    # The same pictures each time, not secrets.
    dice, district = random.Random(11), house.service.district  # noqa: S311
    places = list(district.localities())
    rows = []
    for serial in range(2, 82):
        place, topic = dice.choice(places), dice.choice(list(TROUBLES))
        filed = NOW - timedelta(days=(81 - serial) * 0.9 + dice.random(), hours=3)
        status = "closed" if serial < 60 or dice.random() < 0.4 else dice.choice(("new", "in_work", "in_work", "asked"))
        answered = filed + timedelta(hours=dice.uniform(3, 40)) if status == "closed" else None
        point = place.point
        rows.append(
            {
                "number": f"26-{serial:05d}",
                "resident": resident,
                "chat": "telegram:2",
                "topic": topic,
                "settlement": place.settlement,
                "locality": place.name,
                "lat": point.lat + dice.uniform(-0.01, 0.01) if point else None,
                "lon": point.lon + dice.uniform(-0.015, 0.015) if point else None,
                "text": dice.choice(TROUBLES[topic]),
                "desk": desk_for(district, topic, place.settlement).code,
                "status": status,
                "accepted_by": "Иван" if status == "in_work" else "",
                "filed_at": filed,
                "due_at": filed + timedelta(days=6),
                "answer_due_at": filed + timedelta(days=1),
                "solve_due_at": filed + timedelta(days=6),
                "first_answer_at": answered,
                "answered_at": answered,
                "closed_at": answered,
                "result": "solved" if answered else "",
            }
        )
    return rows


if __name__ == "__main__":
    asyncio.run(main())
