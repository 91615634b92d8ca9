"""What `otklik check` looks at: settings, district, database, tokens and chats, each as one row of a table."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import SQLAlchemyError

from bot.appeals.district import District
from bot.appeals.district_file import DistrictFileError, load_district
from bot.clockwork import clockwork
from bot.dialogs.alerts import title
from bot.handlers.telegram.client import open_bot
from bot.handlers.telegram.doctor import TelegramDoctor
from bot.settings import Settings
from bot.usecases.alerting import lasting
from bot.usecases.binding import title_of
from bot.usecases.platform import Doctor
from bot.usecases.store import Binding
from bot.words import Words
from storage import schema
from storage.database import open_engine
from storage.store import SqlStore

# What was set aside longer ago has been seen, or will not be mended by a command.
LATELY = timedelta(days=1)
# Words for what a doctor says in one word; other words are facts and shown as they are.
TROUBLES = {
    "unauthorized": "платформа не приняла токен: проверьте, что он скопирован целиком",
    "blocked": "бот заблокирован",
    "kicked": "бота нет в чате: добавьте его снова",
    "no_chat": "такого чата нет или бот в нём не был",
    "no_rights": "боту запрещено писать в этот чат: разрешите отправку сообщений",
    "flood": "платформа просит подождать, повторите позже",
    "conflict": "с этим токеном уже работает другая программа",
    "network": "нет связи с сервером платформы",
    "server": "сервер платформы отвечает ошибкой, повторите позже",
    "hidden": "беседа не видна: добавьте в неё сообщество и дайте ему доступ ко всей переписке",
    "unknown": "платформа ответила непонятно",
}

RIGHTS = {"messages": "сообщения сообщества", "photos": "фотографии", "manage": "управление сообществом"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    ok: bool
    words: str


async def check(settings: Settings) -> AsyncIterator[Row]:
    """Rows as they become known; every one that is not ok is a problem to mend."""
    district = None
    try:
        district = load_district(settings.district)
        count = sum(1 for _ in district.localities())
        words = f"{district.name}: поселений {len(district.settlements)}, населённых пунктов {count}"
        yield Row("Район", True, f"{words}, отделов {len(district.desks)}")
        if "example.org" in district.links.policy:
            yield Row("Политика", False, "в файле района осталась ссылка-образец: напишите свою в [links], policy")
    except DistrictFileError as error:
        yield Row("Район", False, str(error))
    bindings: list[Binding] = []
    async for row in _database(settings, bindings, district.time_zone if district else ZoneInfo("UTC")):
        yield row
    async for row in _channels(settings, bindings, district):
        yield row
    if district is not None:
        for row in _desks(district, bindings):
            yield row


async def _database(settings: Settings, bindings: list[Binding], zone: ZoneInfo) -> AsyncIterator[Row]:
    engine = open_engine(settings.database_url)
    try:
        missing = await schema.missing(engine)
        if missing:
            yield Row("База данных", False, "не готова: её приготовит команда otklik run при запуске")
            return
        yield Row("База данных", True, "на месте, обновлять нечего")
        async with SqlStore(engine).reading() as tx:
            bindings += await tx.bindings.all()
            waiting, aside = await tx.inbox.counts(datetime.now(UTC) - LATELY)
            letters, failed = await tx.outbox.counts()
            jobs = await tx.jobs.all()
            alarms = await lasting(tx)
        yield Row("Входящие", aside == 0, f"ждут {waiting}, не разобрано за сутки {aside}")
        yield Row("Исходящие", True, f"ждут {letters}, не доставлено {failed}")
        for well, words in clockwork(jobs, datetime.now(UTC), zone):
            yield Row("Дела по часам", well, words)
        for alarm in alarms:
            yield Row("Тревога", False, Words("ru", zone)(title(alarm)))
    except schema.DatabaseTooNew:
        yield Row("База данных", False, "создана более новой версией программы: обновите программу")
    except (SQLAlchemyError, OSError) as error:
        yield Row("База данных", False, f"не открывается ({type(error).__name__}): проверьте OTKLIK_DATABASE_URL")
    finally:
        await engine.dispose()


async def _channels(settings: Settings, bindings: list[Binding], district: District | None) -> AsyncIterator[Row]:
    async with AsyncExitStack() as closing:
        doctors = await _doctors(settings, closing)
        for platform, name, setting in (
            ("telegram", "Telegram", "OTKLIK_TELEGRAM_TOKEN"),
            ("vk", "ВКонтакте", "OTKLIK_VK_TOKEN"),
        ):
            doctor = doctors.get(platform)
            if doctor is None:
                yield Row(name, True, f"выключен: {setting} пуст")
                continue
            health = await doctor.account()
            yield Row(name, health.ok, said(health.what))
            if health.ok:
                for row in await _chats(doctor, platform, bindings, district):
                    yield row
        if not doctors:
            yield Row("Каналы", True, f"только страница в браузере: http://{settings.http_host}:{settings.http_port}")


async def _doctors(settings: Settings, closing: AsyncExitStack) -> dict[str, Doctor]:
    doctors: dict[str, Doctor] = {}
    if settings.telegram_token:
        bot = open_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        closing.push_async_callback(bot.session.close)
        doctors["telegram"] = TelegramDoctor(bot)
    if settings.vk_token:
        from bot.handlers.vk.client import close_api, open_api
        from bot.handlers.vk.doctor import VKDoctor

        api = open_api(settings.vk_token.get_secret_value(), settings.vk_api_url + "/method")
        closing.push_async_callback(close_api, api)
        doctors["vk"] = VKDoctor(api, long_poll=settings.vk_mode == "polling")
    return doctors


async def _chats(doctor: Doctor, platform: str, bindings: list[Binding], district: District | None) -> list[Row]:
    rows = []
    for bound in bindings:
        if bound.chat.partition(":")[0] == platform:
            health = await doctor.chat(bound.chat)
            title = _title(district, bound)
            rows.append(Row(f"  чат: {title}", health.ok, said(health.what)))
    return rows


def _title(district: District | None, bound: Binding) -> str:
    try:
        return title_of(district, bound.role, bound.target) if district else bound.target
    except KeyError:
        return f"{bound.target} (в файле района такого нет)"


def _desks(district: District, bindings: list[Binding]) -> list[Row]:
    """A desk without a chat: its appeals would wait for nobody."""
    rows = []
    for desk in district.desks:
        chats = [one for one in bindings if one.role == "desk" and one.target == desk.code and one.lost_at is None]
        words = f"чатов: {len(chats)}" if chats else f"нет чата: выполните otklik invite desk {desk.code}"
        rows.append(Row(desk.name, bool(chats), words))
    return rows


def said(what: str) -> str:
    """A doctor's word in Russian."""
    first, _, rest = what.partition(" ")
    match first:
        case "moved":
            return "группа стала супергруппой, бот узнает об этом сам"
        case "lacks":
            return (
                f"ключу не хватает прав: {', '.join(RIGHTS.get(one, one) for one in rest.split())}. Создайте новый ключ"
            )
        case "deaf":
            return (
                "Long Poll не включён: otklik run включит сам; если не выйдет, включите в «Работа с API» → «Long Poll»"
            )
        case "another":
            return f"ключ от другого сообщества: {rest}"
        case _:
            return TROUBLES.get(what, what)
