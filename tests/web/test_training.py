"""The training ground in a real Chromium: a head who has never seen it plays scenes, moves time and begins anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot import demo
from bot.bootstrap import House, open_house
from bot.demo_clock import quiet_tuesday
from bot.demo_player import neighbour
from bot.demo_scenes import the_play
from bot.running import run
from bot.usecases.transcript import Line
from tests.e2e.town import free_port
from tests.handlers.web_scene import OURS
from tests.web.chromium import DESKTOP, PATIENCE, PHONE, fits, in_chromium, serious

pytestmark = pytest.mark.asyncio(loop_scope="session")
SLOW = 120_000


@dataclass
class Training:
    """The ground as it runs, seen from outside."""

    url: str
    house: House

    async def post(self, what: str, **content: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.url, headers=OURS, timeout=SLOW / 1000) as player:
            await player.get("/demo")
            return await player.post(f"/api/demo/{what}", json=content)

    async def state(self) -> dict[str, str]:
        async with httpx.AsyncClient(base_url=self.url, headers=OURS) as player:
            await player.get("/demo")
            said: dict[str, str] = (await player.get("/api/demo")).json()
            return said

    async def plays(self, scene: str) -> None:
        """From the press to the last word of the scene."""
        assert (await self.post("play", scene=scene)).status_code == 200
        async with asyncio.timeout(SLOW / 1000):
            while scene not in (await self.state())["played"]:  # noqa: ASYNC110 - it is asked as a page asks
                await asyncio.sleep(0.1)

    async def told(self, pane: str) -> list[Line]:
        assert self.house.demo is not None
        return await self.house.transcripts.latest(self.house.demo.chats()[pane].address, 60)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ground(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Training]:
    """One for all the stories of this file, as a demo goes on from visitor to visitor."""
    settings = demo.demo_settings(tmp_path_factory.mktemp("demo"), "127.0.0.1", free_port())
    settings = settings.model_copy(update={"quiet_seconds": 0.2})
    async with demo.open_ground(settings, pause=0) as house:
        up = asyncio.Event()
        running = asyncio.create_task(run(house, ready=up.set))
        await up.wait()
        yield Training(f"http://127.0.0.1:{settings.http_port}", house)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="session")
async def training(ground: Training) -> Training:
    """As nobody has touched it."""
    await ground.post("reset")
    return ground


@asynccontextmanager
async def seen(chromium: Browser, training: Training, size: tuple[int, int]) -> AsyncIterator[Page]:
    context = await chromium.new_context(viewport={"width": size[0], "height": size[1]}, locale="ru-RU")
    context.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    yield await opened(context, training)
    await context.close()
    assert wrong == []


async def opened(context: BrowserContext, training: Training) -> Page:
    page = await context.new_page()
    await page.goto(f"{training.url}/demo")
    await expect(page.locator("#stage[data-ready]")).to_be_attached()
    await expect(page.locator(".moment")).to_contain_text("10:0")
    return page


async def by_keyboard(page: Page, key: Locator) -> None:
    """Reached with Tab alone, pressed with Enter."""
    for _ in range(60):
        if await key.evaluate("(one) => one === document.activeElement"):
            return await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
    raise AssertionError("nobody gets there with the keyboard")


def line(page: Page, pane: str, words: str) -> Locator:
    return page.locator(f"[data-pane={pane}] article").filter(has_text=words).last


@in_chromium
async def test_a_scene_and_a_week_are_played_from_the_keyboard_alone(training: Training, chromium: Browser) -> None:
    async with seen(chromium, training, DESKTOP) as page:
        await expect(page.locator(".note")).to_contain_text("Нажмите «Яма с фото»")
        assert await fits(page)
        await by_keyboard(page, page.get_by_role("button", name="Яма с фото"))
        await expect(page.locator(".note")).to_contain_text("Теперь вы", timeout=SLOW)
        await expect(line(page, "resident-1", "Вы довольны?").locator("img")).to_be_visible()
        await expect(line(page, "desk-1", "Отправлено жителю")).to_be_visible()
        await line(page, "resident-1", "Вы довольны?").get_by_role("button", name="Доволен").click()
        await expect(line(page, "desk-1", "Житель доволен ответом")).to_be_visible()

        await by_keyboard(page, page.get_by_role("button", name="до понедельника"))
        await expect(page.locator(".moment")).to_contain_text("понедельник", timeout=SLOW)
        await expect(page.locator(".moment")).to_contain_text("09:00")
        await expect(line(page, "head-1", "за неделю").locator("img")).to_be_in_viewport()
        await expect(page.get_by_role("tab", name="Куратор, новых: 1")).to_be_visible()
        await expect(page.locator("[data-pane=resident-1] .day").first).to_have_text("17 ноября")
        assert await serious(page) == []
        assert await fits(page)


@in_chromium
async def test_on_a_phone_the_scene_leads_from_chat_to_chat(training: Training, chromium: Browser) -> None:
    async with seen(chromium, training, PHONE) as page:
        anna = page.locator("[data-pane=resident-1]")
        await anna.get_by_role("button", name="VK").click()
        await expect(anna).to_have_attribute("data-look", "vk")
        assert await fits(page)
        assert await serious(page) == []

        await page.get_by_role("button", name="Запах газа").click()
        await expect(page.locator("[data-pane=head-1]")).to_be_visible(timeout=SLOW)
        await expect(line(page, "head-1", "Срочное сообщение")).to_be_visible()
        await expect(page.locator(".note")).to_contain_text("«+4 часа»")
        await page.get_by_role("button", name="+4 часа").click()
        await expect(line(page, "desk-2", "нужно ответить")).to_be_visible()
        await page.get_by_role("button", name="Убрать подсказку").click()
        await expect(page.locator(".note")).to_be_hidden()
        assert await fits(page)


@in_chromium
async def test_whoever_begins_anew_begins_anew_in_every_tab(training: Training, chromium: Browser) -> None:
    async with seen(chromium, training, DESKTOP) as page:
        other = await opened(page.context, training)
        await page.get_by_role("button", name="Не решено").first.click()
        await expect(line(other, "head-1", "Житель нажал «Не решено»")).to_be_visible(timeout=SLOW)
        await expect(other.get_by_role("button", name="Не решено").first).to_have_class("scene played")
        await other.get_by_role("button", name="+1 день").click()
        await expect(page.locator(".moment")).to_contain_text("среда", timeout=SLOW)

        await page.get_by_role("button", name="Начать сначала").click()
        for one in (page, other):
            await expect(one.locator(".moment")).to_contain_text("вторник, ", timeout=SLOW)
            await expect(one.locator("#stage[data-ready]")).to_be_attached()
            await expect(one.locator("article")).to_have_count(0)
            await expect(one.locator(".scene.played")).to_have_count(0)


async def test_an_outage_of_forty_is_one_card_and_one_answer_to_all(training: Training) -> None:
    await training.plays("outage")
    cards = [
        one for one in await training.told("desk-2") if "Вода: нет, слабая или грязная" in one.text and "№" in one.text
    ]
    assert len([one for one in cards if "📍 Бабино" in one.text]) == 1
    names = the_play().crowd.names
    crowd = [neighbour(serial, names[serial % len(names)]).address for serial in range(39)]
    told = [await training.house.transcripts.latest(chat, 20) for chat in crowd] + [await training.told("resident-2")]
    assert [len([one for one in lines if "Порвалась труба" in one.text]) for lines in told] == [1] * 40


async def test_what_time_brings_comes_in_its_order_and_in_the_demos_own_time(training: Training) -> None:
    await training.plays("gas")
    zone = training.house.service.district.time_zone
    began = training.house.service.now().astimezone(zone)
    assert (await training.post("move", by="monday")).status_code == 200

    late = next(one for one in await training.told("resident-3") if "задерживается" in one.text)
    head = [one for one in await training.told("head-1") if not one.author]
    urgent, overdue, digest = head[0], head[1], head[-1]
    assert began - timedelta(minutes=1) < urgent.at < late.at < overdue.at < digest.at
    assert late.at.astimezone(zone).date() == began.date()
    assert "Просрочено" in overdue.text
    assert "за неделю" in digest.text
    assert digest.photos
    monday = digest.at.astimezone(zone)
    assert (monday.weekday(), monday.hour) == (0, training.house.service.district.digest.hour)
    reminded = [one.at.astimezone(zone) for one in await training.told("desk-2") if "⏰" in one.text]
    assert len(reminded) >= 4
    assert all(9 <= at.hour < 18 and at.weekday() < 5 for at in reminded)


async def test_one_thing_happens_at_a_time_and_a_scene_only_once(training: Training) -> None:
    assert (await training.post("play", scene="nothing")).status_code == 404
    assert (await training.post("move", by="never")).status_code == 404
    await training.plays("gas")
    again = await training.post("play", scene="gas")
    assert (again.status_code, again.json()["error"]) == (409, training.house.service.words.text("demo-busy"))


async def test_a_real_service_has_no_clock_to_move(tmp_path: Path) -> None:
    async with open_house(demo.demo_settings(tmp_path, "127.0.0.1", 8080)) as house:
        transport = httpx.ASGITransport(house.app())
        async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=OURS) as anybody:
            await anybody.get("/")
            for what in ("move", "play", "reset"):
                answer = await anybody.post(f"/api/demo/{what}", json={"by": "day", "scene": "gas"})
                assert answer.status_code == 404
            assert (await anybody.get("/demo")).status_code == 404


async def test_the_demo_passes_over_a_real_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not demo.real_database()
    monkeypatch.setenv("OTKLIK_DATABASE_URL", "postgresql+asyncpg://otklik@db/otklik")
    assert demo.real_database()
    assert demo.demo_settings(tmp_path, "127.0.0.1", 8080).database_url == f"sqlite+aiosqlite:///{tmp_path}/demo.db"


async def test_the_demos_own_address_leads_to_its_desk(tmp_path: Path) -> None:
    assert demo.demo_settings(tmp_path, "127.0.0.1", 8081).public_url == "http://127.0.0.1:8081"
    assert demo.demo_settings(tmp_path, "0.0.0.0", 8081).public_url == "http://127.0.0.1:8081"  # noqa: S104 - read only
    assert demo.demo_settings(tmp_path, "::1", 8081).public_url == "http://[::1]:8081"


async def test_a_demo_begins_on_a_tuesday_with_a_working_week_before_it() -> None:
    holidays = {datetime(2027, 5, day).date() for day in (3, 10)}
    begun = quiet_tuesday(datetime(2027, 5, 9).date(), ZoneInfo("Europe/Moscow"), lambda day: day not in holidays)
    assert begun.date() == datetime(2027, 4, 20).date()
