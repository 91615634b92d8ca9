"""Explains in Russian what breaks the TOML notation itself: quotes, brackets, dates, repeated keys."""

import re
import tomllib

from bot.appeals.toml_table import Problem

# How people write by habit, looked for in the line that tomllib stumbled over.
_HABITS = (
    (re.compile(r"[“”„«»]"), 'кавычки должны быть прямые: "так"'),
    (re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b"), "дату пишут так: 2026-12-31 (год, месяц, день)"),
    (re.compile(r"=\s*\d{1,2}:\d{2}\s*$"), 'время пишут в кавычках, например: opens = "09:00"'),
    (re.compile(r"^\s*[А-Яа-яЁё]"), "слово слева от знака «=» пишут латиницей, а пояснение начинают со знака #"),
    (re.compile(r"=\s*[А-Яа-яЁёA-Za-z]"), 'слова справа от знака «=» пишут в кавычках, например: name = "Слово"'),
    (re.compile(r"^\s*phone\s*=\s*[+\d(]"), 'телефон пишут в кавычках, например: phone = "8 (48166) 4-00-00"'),
    (re.compile(r"=\s*$"), "после знака «=» ничего не написано"),
    (re.compile(r"=\s*0\d"), "число пишут без нуля впереди"),
)

# The beginnings of tomllib's own messages.
_REASONS = {
    "Unclosed array": "здесь или выше не хватает запятой между словами списка или скобки ] в его конце",
    "Unclosed inline table": "здесь или выше не хватает запятой или скобки }",
    "Unterminated string": "не хватает закрывающей кавычки",
    "Illegal character '\\n'": "не хватает закрывающей кавычки",
    "Expected ']": "не хватает закрывающей скобки ] в названии раздела",
    "Cannot declare": "такой раздел уже есть выше, оставьте один",
    "Cannot overwrite": "это уже написано выше, оставьте одну строку",
    "Cannot mutate": "это уже написано выше, оставьте одну строку",
    "Unescaped '\\'": "знак \\ внутри кавычек пишут дважды: \\\\",
    "Expected '=' after a key": "нужен знак «=» и значение после него",
    "Expected newline": "после значения стоит лишнее",
}
_REPEATED = ("Cannot declare", "Cannot overwrite", "Cannot mutate")
_OTHERWISE = "проверьте кавычки, скобки и запятые"


def explain(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """The mistake with its line; `text` is what tomllib was given."""
    found = re.search(r"\(at line (\d+), column \d+\)", str(error))
    rows = text.rstrip().split("\n")
    line = min(int(found.group(1)), len(rows)) if found else len(rows)
    return Problem(line, f"строка написана не по правилам: {_reason(str(error), rows[line - 1])}.")


def _reason(message: str, row: str) -> str:
    if not message.startswith(_REPEATED):
        bare = re.sub(r"#.*", "", re.sub(r'"[^"]*"', '""', row))
        for habit, words in _HABITS:
            if habit.search(bare):
                return words
    return next((words for beginning, words in _REASONS.items() if message.startswith(beginning)), _OTHERWISE)
