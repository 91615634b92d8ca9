"""`otklik evaluate`: how well the model in use reads a table of messages."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.command import Refusal
from bot.settings import load_settings

if TYPE_CHECKING:
    from rich.table import Table

    from bot.commands.command import Commands
    from bot.training.scores import Scores


def add(commands: "Commands") -> None:
    evaluate = commands.add_parser("evaluate", help="точность модели тем на таблице сообщений")
    evaluate.add_argument("data", type=Path, help="CSV со столбцами text и topic; source — если источников несколько")
    evaluate.set_defaults(command=_evaluate)


async def _evaluate(options: argparse.Namespace) -> int:
    from rich.console import Console

    from bot.appeals.topics import product_topics
    from bot.training.course import by_source
    from bot.training.examples import TableError, read_examples
    from bot.training.reading_all import read_all
    from bot.triage.topic_installed import model_in_use

    model = model_in_use(load_settings().model_dir).model
    try:
        examples = [one for one in read_examples(options.data, {*product_topics(), *model.codes}) if one.topic]
    except TableError as error:
        raise Refusal(str(error)) from None
    scores = by_source(read_all(model, examples), [one.source for one in examples])
    console = Console(markup=False, emoji=False)
    console.print(_figures(scores))
    console.print(_coverage(scores))
    return 0


def _figures(scores: Mapping[str, "Scores"]) -> "Table":
    from rich.table import Table

    rows = (
        ("сообщений", "count"),
        ("тема", "topic"),
        ("тема, macro F1", "topic_f1"),
        ("тема среди трёх", "top3"),
        ("категория", "category"),
        ("категория, macro F1", "category_f1"),
        ("ошибка калибровки (ECE)", "calibration"),
        ("доля «уверен»", "sure"),
        ("категория, когда уверен", "sure_category"),
        ("тема, когда уверен", "sure_topic"),
    )
    table = Table("", *scores, title="Точность")
    for words, name in rows:
        values = [getattr(one, name) for one in scores.values()]
        table.add_row(words, *(str(one) if isinstance(one, int) else f"{one:.3f}" for one in values))
    return table


def _coverage(scores: Mapping[str, "Scores"]) -> "Table":
    from rich.table import Table

    table = Table("отвечать на", *scores, title="Точность, если молчать в сомнении: категория / тема")
    for rows in zip(*(one.coverage for one in scores.values()), strict=True):
        table.add_row(f"{rows[0][0]:.0%}", *(f"{category:.3f} / {topic:.3f}" for _, category, topic in rows))
    return table
