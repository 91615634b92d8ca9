"""`otklik invite`: a one-time code that binds a chat."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.appeals.lookup import find_desk, find_settlement
from bot.commands.command import database_in_words
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    invite = commands.add_parser("invite", help="код, который привязывает чат; действует сутки")
    roles = invite.add_subparsers(required=True, metavar="КТО", dest="role")
    desk = roles.add_parser("desk", help="чат отдела или поселения")
    desk.add_argument("name", nargs="+", help="код или название отдела из файла района")
    head = roles.add_parser("head", help="чат главы поселения")
    head.add_argument("name", nargs="+", help="код или название поселения")
    roles.add_parser("coordinator", help="чат куратора района").set_defaults(name=[])
    invite.set_defaults(command=_invite)


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
        with database_in_words():
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
