"""`otklik check`: what is configured, what is missing, what answers."""

import argparse
from typing import TYPE_CHECKING

from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    commands.add_parser("check", help="проверить настройки, базу, токены и чаты").set_defaults(command=_check)


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
