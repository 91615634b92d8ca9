"""`otklik open311-key`: a key with which a program may post by Open311; the list of keys, or the end of one."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.commands.command import Refusal, database_in_words
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands
    from bot.usecases.public import Key
    from bot.usecases.store import Store


def add(commands: "Commands") -> None:
    key = commands.add_parser("open311-key", help="ключ, с которым программа присылает сообщения по Open311")
    key.add_argument("name", nargs="*", metavar="ИМЯ", help="чей ключ: видно на карточке; без имени — список ключей")
    key.add_argument("--revoke", action="store_true", help="больше не принимать этот ключ")
    key.set_defaults(command=_key)


async def _key(options: argparse.Namespace) -> int:
    """Needs only the database."""
    from storage import schema
    from storage.database import open_engine
    from storage.store import SqlStore

    name = " ".join(options.name).strip()
    if options.revoke and not name:
        raise Refusal("Напишите, чей ключ больше не принимать: otklik open311-key ИМЯ --revoke.")
    settings = load_settings()
    engine = open_engine(settings.database_url)
    try:
        with database_in_words():
            await schema.upgrade(engine)
            store, now = SqlStore(engine), datetime.now(UTC)
            if not name:
                print(await _list(store))
            elif options.revoke:
                print(await _revoked(store, name, now))
            else:
                print(await _made(store, name, now))
    finally:
        await engine.dispose()
    if name and not options.revoke and settings.open_figures == "off":
        print("\nСейчас открытые данные выключены: включите их строкой OTKLIK_OPEN_FIGURES=on в файле .env.")
    return 0


async def _made(store: "Store", name: str, now: datetime) -> str:
    from bot.usecases.posting import LONGEST_KEY_NAME, is_key_name, make_key

    if not is_key_name(name):
        raise Refusal(f"Имя ключа — буквы, цифры, пробелы, точки и дефисы, не длиннее {LONGEST_KEY_NAME} знаков.")
    key = await make_key(store, name, now)
    if key is None:
        raise Refusal(f"Ключ с именем «{name}» уже есть. Возьмите другое имя: прежний ключ показать нельзя.")
    return f"Ключ для «{name}». Запишите сейчас, больше он нигде не показывается:\n\n    {key}"


async def _revoked(store: "Store", name: str, now: datetime) -> str:
    async with store.transaction() as tx:
        if not await tx.public.revoke_key(name, now):
            raise Refusal(f"Действующего ключа «{name}» нет. Список ключей: otklik open311-key.")
    return f"Ключ «{name}» больше не действует."


async def _list(store: "Store") -> str:
    async with store.reading() as tx:
        keys = await tx.public.keys()
    return "\n".join(_line(one) for one in keys) or "Ключей пока нет. Новый: otklik open311-key ИМЯ."


def _line(key: "Key") -> str:
    until = f", не действует с {key.revoked_at:%d.%m.%Y}" if key.revoked_at else ""
    return f"{key.name} — с {key.made_at:%d.%m.%Y}{until}"
