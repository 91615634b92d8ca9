"""What the sentences are tried with: an argument of every name that they use."""

import re
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from fluent.syntax import FluentParser
from fluent.syntax.ast import Message
from fluent.syntax.visitor import Visitor

from bot.words import Words
from tests.words.said_in_code import ROOT

MOSCOW = ZoneInfo("Europe/Moscow")
FILES = sorted((ROOT / "locales" / "ru").glob("*.ftl"))

SAMPLES = {
    "above": "Выше этой строки",
    "age": "вчера",
    "all": 5,
    "at": datetime(2026, 11, 24, 12, 40, tzinfo=UTC),
    "bad": 1,
    "category": "Дороги",
    "closed": 12,
    "compared": ", быстрее",
    "contact": "8 (48143) 4-12-34",
    "count": 3,
    "wrote": 17,
    "of": 40,
    "day": date(2026, 11, 27),
    "days": 3,
    "desk": "Булгаковское поселение",
    "desks": "Отдел дорог",
    "details": "+7 910 123-45-67",
    "dispatcher": "8 (48166) 4-00-00",
    "district": "Духовщинский район",
    "due": datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
    "solve": datetime(2026, 11, 30, 15, 0, tzinfo=UTC),
    "emergency": "112",
    "first": 16,
    "gas": "104",
    "good": 6,
    "joined": ", «Я тоже» — ещё 3 жителя",
    "kind": "week",
    "last": "22 ноября",
    "late": ", из них просрочено 1",
    "line": "№ 26-00017 · Ямы, Бабино",
    "mark": "🆕",
    "minutes": 40,
    "month": 11,
    "monthday": 16,
    "name": "Иван",
    "neutral": 2,
    "number": "26-00017",
    "open": 4,
    "numbers": "№ 26-00017, № 26-00018",
    "other": "26-00012",
    "overdue": 3,
    "period": "за неделю 16–22 ноября",
    "place": "Бабино, у магазина",
    "policy": "https://example.org/policy",
    "portal": "https://www.gosuslugi.ru/",
    "question": "Какая это сторона дороги?",
    "rank": 2,
    "received": 14,
    "platform": "Telegram",
    "role": "куратор района",
    "seconds": 20,
    "share": 86,
    "silent": 4,
    "since": "с марта",
    "solved": 8,
    "status": "в работе",
    "text": "У магазина яма.",
    "time": "21 ч",
    "times": 3,
    "title": "Булгаковское поселение",
    "topic": "Ямы и разбитая дорога",
    "topics": "Ямы — 5; Мусор — 3",
    "until": datetime(2026, 11, 27, 15, 0, tzinfo=UTC),
    "url": "https://yandex.ru/maps/?pt=32.5,55.2",
    "usual": ", обычно 25 ч",
    "version": "1",
    "was": 9,
    "weekday": 0,
    "what": "взято в работу",
    "who": "Иван",
    "year": "2026",
}


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: object) -> None:  # noqa: N802 - the visitor looks for this name
        self.names.add(node.id.name)


@cache
def wanted() -> dict[str, set[str]]:
    """Every id with the names of the arguments that its sentence uses."""
    found = {}
    for file in FILES:
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, Message):
                variables = _Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


@cache
def rendered() -> dict[str, str]:
    """Every sentence of the dialogs as people may see it."""
    words = Words("ru", MOSCOW)
    plain = {one: names for one, names in wanted().items() if not re.match("page-|pattern-", one)}
    return {one: words.text(one, **{name: SAMPLES[name] for name in names}) for one, names in plain.items()}
