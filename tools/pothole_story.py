"""The story in the pictures: a pothole by the shop in Babino, filed in the morning and mended the next day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from bot.demo_clock import DemoClock
from tools.shooting import line, press, shoot, write

MORNING = datetime(2026, 11, 24, 10, 12, tzinfo=ZoneInfo("Europe/Moscow"))  # a Tuesday


class StoryClock(DemoClock):
    """Starts in the morning and runs as usual, but can leap."""

    def __init__(self) -> None:
        super().__init__(MORNING)

    def leap(self, **by: float) -> None:
        self.put(self() + timedelta(**by))


@dataclass(frozen=True, slots=True)
class Stand:
    """The demo seen on a phone, on an official's screen and on a wide one, all at the same moment."""

    clock: StoryClock
    phone: Page
    desk: Page
    wide: Page

    async def leap(self, **by: float) -> None:
        self.clock.leap(**by)
        for page in (self.phone, self.desk, self.wide):
            await page.clock.set_fixed_time(self.clock())


async def tell(stand: Stand) -> None:
    await agree(stand.phone)
    await file_it(stand)
    await stand.leap(minutes=23)
    await take_it(stand)
    await stand.leap(days=1, hours=5, minutes=8)
    await another_writes(stand.wide)
    await mend_it(stand)
    await rate_it(stand)


async def agree(page: Page) -> None:
    """As on the site: the guides are for every messenger."""
    await page.get_by_role("button", name="Сайт").locator("visible=true").click()
    await write(page, "/start")
    await press(page, "Тогда нажмите", "Даю согласие")
    await expect(line(page, "Напишите своими словами, что случилось")).to_be_visible()


async def file_it(stand: Stand) -> None:
    phone = stand.phone
    await phone.get_by_role("button", name="Яма", exact=True).click()
    await phone.get_by_role("button", name="Фото «до»").click()
    await expect(phone.locator(".previews img:visible")).to_have_count(1)
    await phone.locator(".send:visible").click()
    card = line(phone, "Если всё верно")
    await expect(card).to_be_visible()
    await shoot(phone, "confirmation", phone.locator("article.own:visible").last, card)
    await card.get_by_role("button", name="Отправить", exact=True).click()
    number = line(phone, "Номер вашего сообщения")
    await expect(number).to_be_visible()
    await shoot(phone, "number", number)


async def take_it(stand: Stand) -> None:
    desk = stand.desk
    await shoot(desk, "card", line(desk, "Фото к сообщению"), line(desk, "🆕"))
    await press(desk, "🆕", "Принять")
    await expect(line(desk, "🛠")).to_be_visible()


async def another_writes(page: Page) -> None:
    """Something urgent, so that the head has heard of it in the third column."""
    await page.get_by_role("tab", name="Пётр").click()
    await write(page, "В Троицком на Садовой 5 в подъезде сильно пахнет газом")
    await press(page, "Если всё верно", "Отправить")
    await expect(line(page, "Срочное сообщение")).to_be_visible()
    await page.get_by_role("tab", name="Анна").click()


async def mend_it(stand: Stand) -> None:
    desk = stand.desk
    await press(desk, "🛠", "Решено")
    await expect(desk.locator(".context:visible")).to_be_visible()
    await desk.get_by_role("button", name="Приложить фото «после»").locator("visible=true").click()
    await write(desk, "Яму заделали сегодня днём: вырезали края, уложили горячий асфальт. Спасибо, что написали!")
    preview = line(desk, "Житель увидит это")
    await expect(preview.locator("img")).to_be_visible()
    prompt = desk.locator("article.bot:visible").filter(has_text="что сделано?").last
    await shoot(desk, "reply", prompt, desk.locator("article.own:visible").last)
    await shoot(desk, "preview", preview)
    await stand.wide.locator(".drop:visible").first.click()
    await shoot(stand.wide, "demo")
    await preview.get_by_role("button", name="Отправить жителю").click()
    leaving = line(desk, "Отозвать")
    await expect(leaving.get_by_role("button", name="Отозвать")).to_be_visible()
    await shoot(desk, "leaving", leaving)
    await stand.leap(seconds=21)
    await expect(line(desk, "Отправлено жителю")).to_be_visible()


async def rate_it(stand: Stand) -> None:
    answer = line(stand.phone, "Вы довольны?")
    await expect(answer.locator("img")).to_be_visible()
    await shoot(stand.phone, "answer", answer)
    await answer.get_by_role("button", name="Доволен").click()
    await expect(line(stand.desk, "Житель доволен ответом")).to_be_visible()
