"""`otklik db`: the database is brought up to date, copied, brought back from a copy, or moved to another server."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.command import Refusal, database_in_words
from bot.commands.db_words import TROUBLES, held, written_line
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

    from bot.commands.command import Command, Commands

# Beside the database, as it stands in a fresh installation.
COPIES = Path("var/backups")
_REPLACE = "заменить то, что там уже есть; прежнее сначала сохраняется в отдельную копию"


def add(commands: "Commands") -> None:
    db = commands.add_parser("db", help="база данных: обновить, сохранить копию, восстановить, перенести")
    ways = db.add_subparsers(required=True, metavar="ЧТО")
    upgrade = ways.add_parser("upgrade", help="подготовить базу к этой версии программы (run делает это и сам)")
    backup = ways.add_parser("backup", help="сохранить базу и фотографии в один файл; службу останавливать не нужно")
    backup.add_argument(
        "--out", type=Path, default=COPIES, metavar="ФАЙЛ|ПАПКА", help=f"куда сохранить; иначе в {COPIES}"
    )
    restore = ways.add_parser("restore", help="восстановить базу и фотографии из копии; служба должна быть остановлена")
    restore.add_argument("file", type=Path, metavar="ФАЙЛ", help="копия, которую сделала команда otklik db backup")
    restore.add_argument("--replace", action="store_true", help=_REPLACE)
    move = ways.add_parser("move", help="перенести всё в другую базу, например из SQLite в PostgreSQL")
    move.add_argument(
        "--to",
        required=True,
        metavar="АДРЕС",
        help="новая база: postgresql+asyncpg://имя:пароль@сервер/база или sqlite+aiosqlite:///файл.db",
    )
    move.add_argument("--replace", action="store_true", help=_REPLACE)
    for parser, command in ((upgrade, _upgrade), (backup, _backup), (restore, _restore), (move, _move)):
        parser.set_defaults(command=_whole(command))


def _whole(command: "Command") -> "Command":
    """Ctrl+C must not look like success: nothing was changed, and a script is to know it."""

    async def run(options: argparse.Namespace) -> int:
        try:
            return await command(options)
        except asyncio.CancelledError:
            raise Refusal("Прервано. Всё осталось как было; команду можно повторить.") from None

    return run


async def _upgrade(_options: argparse.Namespace) -> int:
    from storage import schema

    async with _opened(load_settings().database_url) as engine:
        was = await schema.missing(engine) == len(schema.revisions())
        done = await schema.upgrade(engine)
    if not done:
        print(f"База данных уже готова: схема {schema.revisions()[-1]}, обновлять нечего.")
    elif was:
        print(f"База данных создана: схема {done[-1]}.")
    else:
        print(f"База данных обновлена: {', '.join(done)}. Теперь схема {done[-1]}.")
    return 0


async def _backup(options: argparse.Namespace) -> int:
    settings = load_settings()
    async with _opened(settings.database_url) as engine:
        await _kept(engine, settings.media_dir, options.out)
    print("Файлы .env и district.toml в копию не входят: сохраните их отдельно, в .env — пароли и токены.")
    return 0


async def _kept(engine: "AsyncEngine", photos: Path | None, out: Path) -> None:
    from storage.backup import NAME, back_up

    now = datetime.now().astimezone()
    file = _named(out, NAME.format(now))
    _say(f"Сохраняю копию в {file} …")
    try:
        kept = await back_up(engine, photos, file, now)
    except FileExistsError:
        raise Refusal(f"Файл {file} уже есть, а копии не переписываются. Укажите другой: --out ФАЙЛ") from None
    counts = {name: rows for name, (rows, _) in kept.manifest.tables.items()}
    _say(f"Копия готова и проверена: {held(counts, kept.manifest.photos if photos else None)}.")
    if kept.spoiled:
        _say(
            f"Внимание: испорченных фотографий на диске — {len(kept.spoiled)}, в копию они не вошли:"
            f" {', '.join(kept.spoiled[:5])}{' …' if len(kept.spoiled) > 5 else ''}. Проверьте диск."
        )


def _named(out: Path, name: str) -> Path:
    return out / name if out.is_dir() or not out.suffix else out


async def _restore(options: argparse.Namespace) -> int:
    from storage.archive import opened
    from storage.backup import bring_back
    from storage.schema import revisions

    settings = load_settings()
    with _archive_in_words(options.file), opened(options.file) as archive:
        made = datetime.fromisoformat(archive.manifest.made_at)
        _say(f"Проверяю копию от {made:%d.%m.%Y %H:%M} …")
        if archive.revision not in revisions():
            raise Refusal(
                f"Копию сделала более новая версия программы: схема {archive.revision}, а эта знает"
                f" до {revisions()[-1]}. Обновите программу и повторите."
            )
        archive.check()
        async with _opened(settings.database_url) as engine, _stopped(engine):
            await _make_sure(engine, options.replace)
            _say("Копия цела. Восстанавливаю …")
            counts = await bring_back(engine, settings.media_dir, archive, replacing=options.replace)
    print(f"Готово: {held(counts, archive.manifest.photos)}. Строки пересчитаны, контрольные суммы сошлись.")
    print("Письма, которые ждали отправки в момент копии, уйдут после запуска службы — возможно, повторно.")
    return 0


async def _move(options: argparse.Namespace) -> int:
    from storage.moving import move

    settings = load_settings()
    url = _target(options.to, settings)
    async with AsyncExitStack() as stack:
        source = await stack.enter_async_context(_opened(settings.database_url))
        await stack.enter_async_context(_stopped(source))
        target = await stack.enter_async_context(_opened(url, new=True))
        await stack.enter_async_context(_stopped(target))
        await _make_sure(target, options.replace)
        _say("Переношу … Прежняя база остаётся как есть.")
        counts = await move(source, target, replacing=options.replace)
    print(f"Готово: {held(counts)}. Строки пересчитаны в новой базе, контрольные суммы сошлись.")
    print(f"Теперь напишите в .env эту строку{written_line(url)}")
    print("и запустите службу. Фотографии остались на месте, в OTKLIK_MEDIA_DIR. Прежнюю базу пока не удаляйте.")
    return 0


def _target(words: str, settings: Settings) -> str:
    """The new database's address as this program writes it. Raises Refusal, without the words: they hold a password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    kinds = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    try:
        given, old = make_url(words), make_url(settings.database_url)
    except ArgumentError:
        given, old = None, None
    kind = kinds.get(given.drivername, given.drivername) if given else ""
    if given is None or old is None or kind not in kinds.values() or not given.database:
        raise Refusal(
            "Адрес новой базы не понят. Примеры: --to postgresql+asyncpg://имя:пароль@сервер/база"
            " или --to sqlite+aiosqlite:///var/otklik.db. Знаки @ : / # в пароле пишутся как %40 %3A %2F %23."
        )
    new = given.set(drivername=kind)
    same_file = kind.startswith("sqlite") and Path(new.database or "").resolve() == Path(old.database or "").resolve()
    if same_file or new == old:
        raise Refusal("Это та же самая база. Укажите в --to другую.")
    return new.render_as_string(hide_password=False)


async def _make_sure(engine: "AsyncEngine", replace: bool) -> None:
    """That nothing is there that would be lost. Raises Refusal."""
    from storage.filling import is_empty

    if await is_empty(engine):
        return
    if not replace:
        raise Refusal(
            "В этой базе уже есть данные, и сами собой они не заменяются. Укажите пустую базу — или добавьте --replace:"
            " прежние данные сначала сохранятся в отдельную копию."
        )
    _say("В базе есть данные: сначала сохраняю их, на всякий случай.")
    await _kept(engine, None, COPIES)


@asynccontextmanager
async def _opened(url: str, new: bool = False) -> "AsyncIterator[AsyncEngine]":
    """The database, with its refusals in words."""
    from storage.database import open_engine

    with database_in_words(), _troubles_in_words(new):
        engine = open_engine(url)
        try:
            yield engine
        finally:
            await engine.dispose()


@asynccontextmanager
async def _stopped(engine: "AsyncEngine") -> AsyncIterator[None]:
    from storage.single import AlreadyRunning
    from storage.stopped import nobody_serves

    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(nobody_serves(engine))
        except AlreadyRunning:
            raise Refusal(
                "Служба с этой базой сейчас работает. Остановите её (например, systemctl stop otklik) и повторите."
            ) from None
        yield


@contextmanager
def _troubles_in_words(new: bool) -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    from storage.filling import Differs, NotEmpty
    from storage.schema import BrokenReferences
    from storage.single import AlreadyRunning
    from storage.snapshot import NoDatabase
    from storage.troubles import trouble_of

    try:
        yield
    except NoDatabase:
        raise Refusal("Базы пока нет: службу ещё не запускали, или OTKLIK_DATABASE_URL ведёт не туда.") from None
    except NotEmpty:
        raise Refusal(
            "В базе тем временем появились данные. Ничего не изменено; проверьте, не запущена ли служба."
        ) from None
    except (Differs, BrokenReferences) as error:
        raise Refusal(
            f"Данные не сошлись{f' (таблица {error})' if str(error) else ''}: ничего не изменено."
            " Сохраните этот текст и напишите разработчикам."
        ) from None
    except AlreadyRunning:
        raise Refusal(
            "Пока шёл перенос, службу запустили на прежней базе: новые сообщения остались там."
            " Остановите её и перенесите ещё раз, с --replace."
        ) from None
    except (SQLAlchemyError, OSError) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise Refusal(f"{'Новая база' if new else 'База'}: {TROUBLES[trouble]} Ничего не изменено.") from None


@contextmanager
def _archive_in_words(file: Path) -> Iterator[None]:
    from storage.archive import BadArchive

    try:
        yield
    except BadArchive as error:
        raise Refusal(
            f"Копия {file} не годится: испорчена, обрезана или сделана другой программой ({error})."
            " Ничего не изменено; возьмите другую копию."
        ) from None
    except FileNotFoundError:
        raise Refusal(f"Файла {file} нет. Копии обычно лежат в {COPIES}.") from None


def _say(words: str) -> None:
    """At once: what follows may take minutes. Not among the answers, so that a script may read those."""
    print(words, file=sys.stderr, flush=True)
