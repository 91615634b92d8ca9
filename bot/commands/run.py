"""`otklik run`: the service itself."""

import argparse
import socket
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, get_args

from bot.commands.command import Refusal, database_in_words
from bot.roles import ALL, ROLES, Role, roles_of
from bot.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    parser = commands.add_parser("run", help="запустить службу с настройками из .env")
    parser.add_argument(
        "--role",
        choices=(*get_args(Role), ALL),
        default=ALL,
        help="что делает этот процесс: listen слушает каналы, work разбирает сообщения и следит за сроками,"
        " send отправляет, web показывает страницу, all — всё сразу; несколько процессов бывают только с PostgreSQL",
    )
    parser.set_defaults(command=_run)


async def _run(options: argparse.Namespace) -> int:
    from bot import logs
    from bot.bootstrap import open_house
    from bot.running import run
    from bot.serving import Ending
    from storage.single import AlreadyRunning, is_one_file, only_service

    settings, roles = load_settings(), roles_of(options.role)
    logs.set_up(settings.log_format)
    ending = Ending(surely=True)
    if roles != ROLES and is_one_file(settings.database_url):
        raise Refusal(
            "Отдельные роли бывают только с PostgreSQL: с SQLite все дела делает один процесс."
            " Запустите otklik run без --role или укажите PostgreSQL в OTKLIK_DATABASE_URL."
        )
    try:
        with only_service(settings.database_url):
            if "web" in roles:
                _say_if_busy("HTTP", settings.http_host, settings.http_port)
            if settings.status_port:
                _say_if_busy("STATUS", settings.status_host, settings.status_port)
            async with AsyncExitStack() as closing:
                with database_in_words():
                    house = await closing.enter_async_context(open_house(settings, roles=roles))
                await run(house, ready=lambda: _begun(settings, options.role), ending=ending)
            ending.closed()
    except AlreadyRunning:
        raise Refusal(
            "Служба с этой базой уже работает. Остановите её или укажите другую OTKLIK_DATABASE_URL."
        ) from None
    return 0


def _say_if_busy(which: str, host: str, port: int) -> None:
    """Raises SettingsError for a port that another program has."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise SettingsError(
                f"OTKLIK_{which}_PORT: {host}:{port} не открыть — порт занят другой программой"
                " или адрес чужой. Напишите другой порт, например 8081"
            ) from None


def _begun(settings: Settings, role: str) -> None:
    from bot.supervisor import say_ready

    print(_channels(settings, role), flush=True)
    say_ready()


def _channels(settings: Settings, role: str) -> str:
    if role != ALL:
        return f"«Отклик» работает: процесс с ролью {role}."
    named = [("Telegram", settings.telegram_token), ("ВКонтакте", settings.vk_token)]
    channels = ", ".join(name for name, token in named if token) or "ни Telegram, ни ВКонтакте не настроены"
    return f"«Отклик» работает. Каналы: {channels}; страница: http://{settings.http_host}:{settings.http_port}/"
