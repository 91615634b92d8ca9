"""Puts the parts together; the only file that knows them all."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.bells import Bells
from bot.calendar_ru import load_calendar, russian_calendar
from bot.handlers.telegram.ahead import build_ahead
from bot.handlers.telegram.client import learn_way, open_bot
from bot.handlers.telegram.commands import MENU, set_menu
from bot.handlers.telegram.doctor import TelegramDoctor
from bot.handlers.telegram.limits import TELEGRAM_LIMITS
from bot.handlers.telegram.listening import TelegramPolling
from bot.handlers.telegram.outgoing import TelegramMessenger
from bot.handlers.telegram.webhook import TelegramWebhook
from bot.handlers.web.app import web_app
from bot.handlers.web.demo import DemoScene
from bot.handlers.web.doors import Reception, listed, tiles_over
from bot.handlers.web.far_bell import FarBell
from bot.handlers.web.limits import WEB_LIMITS
from bot.handlers.web.live import Bell as WebBell
from bot.handlers.web.office.room import OfficeRoom
from bot.handlers.web.office.routes import office_mount
from bot.handlers.web.open.clients import Clients
from bot.handlers.web.open.routes import open_routes
from bot.handlers.web.open.site import OpenSite
from bot.handlers.web.outgoing import WebMessenger
from bot.late_triage import LateTriage
from bot.metrics import Metrics
from bot.photo_room import PhotoRoom
from bot.roles import ROLES, Role
from bot.settings import Settings
from bot.sheets.opening import open_sheet
from bot.usecases.accept import AcceptUpdates
from bot.usecases.delivering import Courier
from bot.usecases.hearing import Hearing, ask_now_and_then
from bot.usecases.platform import Clock, Limits, Messenger, SendingError
from bot.usecases.service import Service
from bot.usecases.sharing import Alone, Sharing, leading
from bot.words import Words
from storage import schema
from storage.database import open_engine
from storage.photo_files import PhotoFiles
from storage.reception import SqlReception
from storage.sharing import SharedPostgres, sharing_of
from storage.store import SqlStore
from storage.transcripts import SqlTranscripts

if TYPE_CHECKING:
    from aiogram import Bot
    from vkbottle import API

    from bot.triage.sameness_judge import Judge

log = structlog.get_logger()

Loop = Callable[[], Coroutine[Any, Any, None]]
LONGEST_PAUSE = 60.0
# For servers that hold no limits: tests and benchmarks.
NO_LIMITS = Limits(a_second=10_000, a_chat=(10_000, 1), a_group=(10_000, 1), is_group=lambda chat: False)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class House:
    """Everything that runs in one process: the service, its loops and the page."""

    settings: Settings
    service: Service
    engine: AsyncEngine
    bells: Bells
    transcripts: SqlTranscripts
    messengers: dict[str, Messenger]
    accept: AcceptUpdates
    hearing: Hearing
    metrics: Metrics
    web_bell: WebBell = field(default_factory=WebBell)
    loops: list[Loop] = field(default_factory=list)
    loads: list[Callable[[], object]] = field(default_factory=list)
    routes: list[BaseRoute] = field(default_factory=list)
    ways: dict[str, str] = field(default_factory=dict)
    demo: DemoScene | None = None
    paced: bool = True
    sharing: Sharing = field(default_factory=Alone)
    roles: frozenset[Role] = ROLES

    def app(self) -> Starlette:
        """The page with the platforms' webhooks beside it."""
        service = self.service
        return web_app(
            accept=self.accept,
            transcripts=self.transcripts,
            keep_photo=service.photos.keep,
            open_photo=service.photos.open,
            clock=service.clock,
            bell=self.web_bell,
            words=service.words.text,
            district_name=service.district.name,
            demo=self.demo,
            reception=self._reception(),
            extra_routes=self.routes,
        )

    def _reception(self) -> Reception:
        settings, district = self.settings, self.service.district
        tiles = tiles_over(district, settings.tiles, settings.tiles_credit)
        sites, outside = tuple(settings.embed_on.split()), (settings.public_url, settings.open_figures == "on")
        return Reception(SqlReception(self.engine), self.ways, listed(district), sites, tiles, *outside)


# No transaction of the service thinks for so many seconds: whose does has stopped.
HUNG = 20.0


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    district: District | None = None,
    paced: bool = True,
    roles: frozenset[Role] = ROLES,
) -> AsyncIterator[House]:
    """The database migrated, the district read, the channels made. Raises DistrictFileError, DatabaseTooNew.

    `paced` keeps the platforms' published limits of speed; of the loops only those of the `roles` are there.
    """
    district = district or load_district(settings.district)
    engine = open_engine(settings.database_url, HUNG)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(engine.dispose)
        if done := await schema.upgrade(engine):
            log.info("the database was brought up", action="migrate", to=done[-1], steps=len(done))
        house = _house(settings, district, engine, clock, roles)
        house.paced = paced
        house.sharing = await closing.enter_async_context(sharing_of(settings.database_url))
        _connect_bells(house)
        _add_web(house)
        _add_office(house)
        if settings.open_figures == "on":
            _add_open_figures(house)
        if settings.telegram_token:
            await _add_telegram(house, closing)
        if settings.vk_token:
            _add_vk(house)
        yield house


def _connect_bells(house: House) -> None:
    """What is rung here is heard in the other processes, and the reverse."""
    if isinstance(house.sharing, SharedPostgres):
        house.bells.beyond = house.sharing.tell
        house.web_bell = FarBell(house.sharing.tell)
        house.sharing.hear = partial(_heard, house.bells, house.web_bell)


def _heard(bells: Bells, web_bell: FarBell, word: str) -> None:
    if word:
        web_bell.heard(word)
    else:
        bells.ring_here()


def _house(settings: Settings, district: District, engine: AsyncEngine, clock: Clock, roles: frozenset[Role]) -> House:
    bells = Bells()
    messengers: dict[str, Messenger] = {}
    hearing, metrics = Hearing(clock), Metrics(roles)
    triage = LateTriage(partial(_judge, settings, district))
    service = Service(
        store=SqlStore(engine),
        district=district,
        words=Words(district.locale, district.time_zone),
        triage=triage,
        photos=PhotoRoom(PhotoFiles(settings.media_dir)),
        messengers=messengers,
        clock=clock,
        bell=bells,
        calendar=russian_calendar(),
        quiet=timedelta(seconds=settings.quiet_seconds),
        recall=timedelta(seconds=settings.recall_seconds),
        keep_contacts=timedelta(days=settings.keep_contacts_days),
        sameness=triage,
        public_url=settings.public_url,
        open_figures=settings.open_figures == "on",
        measures=metrics,
        ears=hearing,
    )
    accept, transcripts = AcceptUpdates(service), SqlTranscripts(engine)
    house = House(settings, service, engine, bells, transcripts, messengers, accept, hearing, metrics, roles=roles)
    # Ready before the first message is read, but not before the service itself is.
    if {"work", "web"} & roles:
        house.loads += [load_calendar, triage.load]
    return house


def _judge(settings: Settings, district: District) -> "Judge":
    """A model that cannot be read must not stop the service. Imported late: it is a second's work."""
    from bot.triage.sameness_judge import judge_for
    from bot.triage.topic_installed import model_in_use

    used = model_in_use(settings.model_dir)
    if used.trouble:
        log.warning("the installed topic model is passed over", action="topic_model", trouble=used.trouble)
    return judge_for(district, used.model)


def _add_messenger(house: House, messenger: Messenger, limits: Limits) -> None:
    house.messengers[messenger.platform] = messenger
    if "send" in house.roles:
        house.loops.append(_delivering(house, messenger, limits, house.bells.listener()))


def _delivering(house: House, messenger: Messenger, limits: Limits, rung: asyncio.Event) -> Loop:
    """One sender at a time for each account: the platforms' limits are the account's."""
    name = f"send:{messenger.platform}"
    may = partial(house.sharing.holds, name)
    courier = Courier(house.service, messenger, limits if house.paced else NO_LIMITS, rung, may)
    return partial(leading, house.sharing, name, courier.run)


def _add_web(house: House) -> None:
    messenger = WebMessenger(house.transcripts, house.service.photos.keep, house.web_bell, house.service.clock)
    _add_messenger(house, messenger, WEB_LIMITS)


def _add_open_figures(house: House) -> None:
    """The public page and Open311; who posts by it is answered where clients look, not by letters."""
    settings = house.settings
    site = OpenSite(
        house.service,
        settings.public_url,
        settings.open_figures_days,
        frozenset(settings.open_figures_parts.split(",")),
        settings.tiles,
        settings.tiles_credit,
    )
    house.routes += open_routes(site)
    _add_messenger(house, Clients(), WEB_LIMITS)


def _add_office(house: House) -> None:
    """The coordinator's desk."""
    settings = house.settings
    secure = settings.public_url.startswith("https://")
    room = OfficeRoom(house.service, open_sheet, settings.tiles, settings.tiles_credit, secure)
    house.routes.append(office_mount(room))


async def _add_telegram(house: House, closing: AsyncExitStack) -> None:
    settings, words = house.settings, house.service.words
    if settings.telegram_token is None:
        return
    bot = open_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
    closing.push_async_callback(bot.session.close)
    house.loads.append(build_ahead)
    text = words.text
    _add_messenger(house, TelegramMessenger(bot, text("telegram-placeholder")), TELEGRAM_LIMITS)
    if "send" in house.roles:
        house.loops.append(partial(_until_done, partial(_show_menu, bot, text), "telegram_menu"))
    if "web" in house.roles:
        house.loops.append(partial(_until_done, partial(learn_way, bot, house.ways), "telegram_name"))
    anonymous, ear = text("telegram-anonymous"), house.hearing.ear("telegram", "listen")
    if settings.telegram_mode == "webhook" and settings.telegram_secret:
        secret = settings.telegram_secret.get_secret_value()
        webhook = TelegramWebhook(bot, house.accept, secret, anonymous=anonymous)
        house.routes.append(webhook.route())
        register = partial(webhook.set_webhook, settings.public_url)
        if "web" in house.roles:
            house.loops.append(partial(_until_done, register, "telegram_webhook"))
            house.loops.append(partial(ask_now_and_then, TelegramDoctor(bot).account, ear))
    elif "listen" in house.roles:
        name = f"telegram:{bot.id}"
        polling = TelegramPolling(bot, house.accept, house.accept.read_cursor, name, anonymous=anonymous, ear=ear)
        house.loops.append(partial(leading, house.sharing, "listen:telegram", polling.run))


async def _show_menu(bot: "Bot", text: Callable[..., str]) -> None:
    await set_menu(bot, {name: text(f"menu-{name}") for name in MENU})


def _add_vk(house: House) -> None:
    """The channel joins when the rest already runs: its library takes seconds and fifty megabytes to import."""
    from bot.handlers.vk.limits import VK_LIMITS
    from bot.handlers.vk.line import Callback, VKLine
    from bot.handlers.vk.outgoing import VKMessenger

    settings = house.settings
    rung = house.bells.listener()

    async def deliver(messenger: VKMessenger) -> None:
        house.messengers[messenger.platform] = messenger
        house.ways["vk"] = f"https://vk.me/club{messenger.group_id}?ref={{code}}"
        if "send" in house.roles:
            await _delivering(house, messenger, VK_LIMITS, rung)()

    callback = None
    if settings.vk_mode == "webhook" and settings.vk_confirmation and settings.vk_secret:
        callback = Callback(settings.vk_confirmation.get_secret_value(), settings.vk_secret.get_secret_value())
    listen = partial(leading, house.sharing, "listen:vk") if "listen" in house.roles else None
    ear = house.hearing.ear("vk", "listen")
    line = VKLine(partial(_vk_api, house), house.accept, house.accept.read_cursor, deliver, callback, listen, ear)
    house.routes.append(line.route)
    house.loops.append(line.run)


@asynccontextmanager
async def _vk_api(house: House) -> "AsyncIterator[API]":
    client = await asyncio.to_thread(import_module, "bot.handlers.vk.client")
    settings, token = house.settings, house.settings.vk_token
    calls_a_second = client.CALLS_A_SECOND if house.paced else NO_LIMITS.a_second
    api = client.open_api(token.get_secret_value() if token else "", settings.vk_api_url + "/method", calls_a_second)
    try:
        yield api
    finally:
        await client.close_api(api)


async def _until_done(action: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
    """Something a platform must be told once at the start; it is told again until it listens."""
    pause = 1.0
    while True:
        try:
            await action()
        except SendingError as error:
            log.warning("a platform did not listen", action=name, why=str(error)[:100])
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
