"""`otklik model`: which topic model is in use, and a way back to the one before."""

import argparse
from typing import TYPE_CHECKING

from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    model = commands.add_parser("model", help="какая модель тем работает; rollback возвращает прежнюю")
    model.add_argument("deed", nargs="?", choices=["rollback"], metavar="rollback")
    model.set_defaults(command=_model)


async def _model(options: argparse.Namespace) -> int:
    from bot.training.installing import roll_back
    from bot.triage.topic_installed import model_in_use

    folder = load_settings().model_dir
    if options.deed == "rollback":
        back = roll_back(folder)
        print("Модель возвращена." if back else "Возвращать нечего: работает модель из поставки.")
    used = model_in_use(folder)
    print(f"Работает {'модель, обученная здесь' if used.installed else 'модель из поставки'}.")
    if used.trouble:
        print(f"Установленная модель не подошла: {used.trouble}. Обучите её заново: otklik train.")
    facts = used.model.card.get("facts", {})
    print(f"Данные: {facts.get('data', 'не указаны')}")
    for name, one in facts.get("figures", {}).items():
        print(f"  {name}: тема {one['topic']:.3f}, первые три {one['top3']:.3f}, категория {one['category']:.3f}")
    print("Темы: " + ", ".join(code for code in used.model.codes if code))
    return 0
