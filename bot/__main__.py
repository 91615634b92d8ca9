"""The command line: demo, run, check, invite."""

import argparse
import asyncio
import socket
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import __doc__ as about
from bot.appeals.district_file import DistrictFileError
from bot.appeals.lookup import UnclearName, find_desk, find_settlement
from bot.settings import Settings, SettingsError, load_settings

Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]


class Refusal(Exception):
    """Why a command cannot do its work, as a sentence for the person who gave it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, or 1 after a sentence that says what to mend."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return asyncio.run(command(options))
    except (SettingsError, DistrictFileError, UnclearName, Refusal) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"Не получилось: {error.strerror or error}. Проверьте путь, права и занятые порты.", file=sys.stderr)
    except KeyboardInterrupt:
        return 0
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="otklik", description=about)
    commands = parser.add_subparsers(required=True, metavar="КОМАНДА")
    demo = commands.add_parser("demo", help="показ на одной странице: без токенов, без сервера, ничего не сохраняется")
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--port", type=int, default=8080)
    demo.set_defaults(command=_demo)
    commands.add_parser("run", help="запустить службу с настройками из .env").set_defaults(command=_run)
    commands.add_parser("check", help="проверить настройки, базу, токены и чаты").set_defaults(command=_check)
    invite = commands.add_parser("invite", help="код, который привязывает чат; действует сутки")
    roles = invite.add_subparsers(required=True, metavar="КТО", dest="role")
    desk = roles.add_parser("desk", help="чат отдела или поселения")
    desk.add_argument("name", nargs="+", help="код или название отдела из файла района")
    head = roles.add_parser("head", help="чат главы поселения")
    head.add_argument("name", nargs="+", help="код или название поселения")
    roles.add_parser("coordinator", help="чат куратора района").set_defaults(name=[])
    invite.set_defaults(command=_invite)
    return parser


async def _demo(options: argparse.Namespace) -> int:
    from bot import demo, logs
    from bot.bootstrap import open_house, run

    logs.set_up("text")
    with tempfile.TemporaryDirectory(prefix="otklik-demo-") as folder:
        port = _free_port(options.host, options.port)
        async with open_house(demo.demo_settings(Path(folder), options.host, port)) as house:
            house.demo = await demo.stage(house)
            print("Показ готов. Откройте в браузере:", flush=True)
            await run(
                house, ready=lambda: print(f"  http://{options.host}:{port}/demo\nОстановить: Ctrl+C", flush=True)
            )
    return 0


def _free_port(host: str, wanted: int) -> int:
    """The wanted port, or any free one if something else has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError(f"нет свободного порта на {host}")


async def _run(_options: argparse.Namespace) -> int:
    from bot import logs
    from bot.bootstrap import open_house, run
    from storage.single import AlreadyRunning, only_service

    settings = load_settings()
    logs.set_up(settings.log_format)
    try:
        with only_service(settings.database_url):
            _say_if_busy(settings)
            async with AsyncExitStack() as closing:
                with _database_in_words():
                    house = await closing.enter_async_context(open_house(settings))
                await run(house, ready=lambda: print(_channels(settings), flush=True))
    except AlreadyRunning:
        raise Refusal(
            "Служба с этой базой уже работает. Остановите её или укажите другую OTKLIK_DATABASE_URL."
        ) from None
    return 0


@contextmanager
def _database_in_words() -> Iterator[None]:
    """What a database refuses at the start, as a sentence."""
    from sqlalchemy.exc import SQLAlchemyError

    from storage.schema import DatabaseTooNew

    try:
        yield
    except DatabaseTooNew:
        raise Refusal("База создана более новой версией программы. Обновите программу: git pull.") from None
    except SQLAlchemyError as error:
        name = type(getattr(error, "orig", None) or error).__name__
        raise Refusal(f"База данных не открывается ({name}). Проверьте OTKLIK_DATABASE_URL.") from None


def _say_if_busy(settings: Settings) -> None:
    """Raises SettingsError for a port that another program has."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.http_host, settings.http_port))
        except OSError:
            raise SettingsError(
                f"OTKLIK_HTTP_PORT: {settings.http_host}:{settings.http_port} не открыть — порт занят другой программой"
                " или адрес чужой. Напишите другой порт, например 8081"
            ) from None


def _channels(settings: Settings) -> str:
    named = [("Telegram", settings.telegram_token), ("ВКонтакте", settings.vk_token)]
    channels = ", ".join(name for name, token in named if token) or "ни Telegram, ни ВКонтакте не настроены"
    return f"«Отклик» работает. Каналы: {channels}; страница: http://{settings.http_host}:{settings.http_port}/"


async def _check(_options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.table import Table

    from bot.checking import check

    table = Table("", "Что", "Состояние", title="«Отклик»: проверка")
    ok = True
    async for row in check(load_settings()):
        ok = ok and row.ok
        table.add_row("✓" if row.ok else "✗", row.what, row.words, style="" if row.ok else "red")
    # «[links]» is a place in a file, and no colour.
    Console(markup=False, emoji=False).print(table)
    print("Всё в порядке." if ok else "Есть что поправить: строки с ✗.")
    return 0 if ok else 1


async def _invite(options: argparse.Namespace) -> int:
    """Needs only the district and the database: nothing of the platforms is loaded."""
    from bot.appeals.district_file import load_district
    from bot.usecases.binding import invite, title_of
    from storage import schema
    from storage.database import open_engine
    from storage.store import SqlStore

    settings = load_settings()
    district, words, target = load_district(settings.district), " ".join(options.name), ""
    if options.role == "desk":
        target = find_desk(district, words).code
    elif options.role == "head":
        target = find_settlement(district, words).code
    engine = open_engine(settings.database_url)
    try:
        with _database_in_words():
            await schema.upgrade(engine)
            code = await invite(SqlStore(engine), options.role, target, datetime.now(UTC))
    finally:
        await engine.dispose()
    print(f"{title_of(district, options.role, target)}: код действует сутки и только один раз.\n")
    print(f"    {code}\n")
    print(_how_to_use(options.role, code))
    return 0


def _how_to_use(role: str, code: str) -> str:
    private = "" if role == "desk" else " или в личной переписке с ботом"
    return (
        f"Добавьте бота в рабочий чат и отправьте там{private}:\n"
        f"  в Telegram — /start@имя_бота {code}   (или этот код ответом на приветствие бота);\n"
        f"  во ВКонтакте — /start {code} (сообществу нужен доступ ко всей переписке беседы);\n"
        f"  на странице /desk — просто код."
    )


if __name__ == "__main__":
    sys.exit(main())
