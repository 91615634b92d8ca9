"""`otklik train`: teaches the topic model by a table of messages and by what officials corrected."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.command import Refusal, database_in_words
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands
    from bot.training.course import Course
    from bot.training.examples import Example
    from bot.triage.topic_model import TopicModel

_NO_EXTRA = "Для обучения нужны дополнительные библиотеки. Поставьте их: uv sync --extra train"


def add(commands: "Commands") -> None:
    train = commands.add_parser("train", help="обучить модель тем на своих сообщениях")
    train.add_argument("data", type=Path, nargs="?", help="CSV со столбцами text и topic")
    train.add_argument("--out", type=Path, help="куда записать модель; карточка ляжет рядом")
    train.add_argument(
        "--with-corrections",
        action="store_true",
        help="добавить исправления сотрудников и поставить новую модель, если она лучше",
    )
    train.set_defaults(command=_train)


async def _train(options: argparse.Namespace) -> int:
    from bot.training.course import teach, write
    from bot.training.examples import TableError
    from bot.triage.topic_installed import model_in_use

    if options.data is None and not options.with_corrections:
        raise Refusal("Укажите таблицу сообщений: otklik train СООБЩЕНИЯ.csv --out МОДЕЛЬ.npz")
    if options.out is None and not options.with_corrections:
        raise Refusal("Укажите, куда записать модель: --out МОДЕЛЬ.npz")
    settings = load_settings()
    model = model_in_use(settings.model_dir).model
    try:
        examples = await _examples(options, settings, model)
        course = teach(model, examples)
    except TableError as error:
        raise Refusal(str(error)) from None
    except ImportError:
        raise Refusal(_NO_EXTRA) from None
    _tell(course)
    data = _data(options)
    if options.out is not None:
        write(course, model, options.out, data)
        print(f"Модель записана: {options.out}, карточка рядом: {options.out.name}.md")
    if options.with_corrections:
        _install(course, model, settings.model_dir, data)
    return 0


async def _examples(options: argparse.Namespace, settings: Settings, model: "TopicModel") -> list["Example"]:
    from bot.appeals.district_file import load_district
    from bot.appeals.topics import product_topics
    from bot.training.examples import corrected, read_examples

    topics = {*product_topics(), *model.codes}
    if settings.district.exists():
        topics |= set(load_district(settings.district).topics)
    examples = read_examples(options.data, topics) if options.data else []
    if options.with_corrections:
        examples += corrected(await _labels(settings), topics)
    return examples


async def _labels(settings: Settings) -> list[tuple[str, str]]:
    from storage import schema
    from storage.database import open_engine
    from storage.store import SqlStore

    engine = open_engine(settings.database_url)
    try:
        with database_in_words():
            await schema.upgrade(engine)
            async with SqlStore(engine).transaction() as tx:
                return await tx.corrections.labels()
    finally:
        await engine.dispose()


def _install(course: "Course", model: "TopicModel", folder: Path, data: str) -> None:
    from bot.training.course import write
    from bot.training.installing import install

    if not course.better:
        print("Новая модель не лучше: осталась прежняя.")
        return
    new = folder / "new.npz"
    write(course, model, new, data)
    install(folder, new)
    print("Новая модель лучше и установлена. Перезапустите службу; вернуть прежнюю: otklik model rollback")


def _tell(course: "Course") -> None:
    old, new = course.before["все"], course.after["все"]
    print(f"Училась на {course.learned} сообщениях, проверена на {course.held} других.")
    print(f"  прежняя: тема {old.topic:.3f}, первые три {old.top3:.3f}, категория {old.category:.3f}")
    print(f"  новая:   тема {new.topic:.3f}, первые три {new.top3:.3f}, категория {new.category:.3f}")


def _data(options: argparse.Namespace) -> str:
    names = [options.data.name] if options.data else []
    return " и ".join([*names, "исправления сотрудников"] if options.with_corrections else names)
