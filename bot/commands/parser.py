"""The command line's own words: argparse speaks English, the person at the server reads Russian."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

# What argparse says of a mistake, and how we say it; the first that fits is taken.
_MISTAKES = (
    (r"invalid choice: '?(?P<v>.*?)'? \(choose from (?P<c>.+)\)", "нет такого — «{v}». Выберите: {c}"),
    (r"invalid int value: '(?P<v>.*)'", "нужно целое число, а написано «{v}»"),
    (r"invalid \S+ value: '(?P<v>.*)'", "не понять «{v}»"),
    (r"not allowed with argument (?P<v>.+)", "вместе с {v} это не пишут: выберите одно"),
    (r"expected at least one argument", "после этого нужно что-нибудь написать"),
    (r"expected .+", "после этого нужно значение"),
    (r"ignored explicit argument '(?P<v>.*)'", "здесь значения не пишут, а написано «{v}»"),
    (r"the following arguments are required: (?P<v>.+)", "не хватает: {v}"),
    (r"one of the arguments (?P<v>.+) is required", "нужно что-то одно: {v}"),
    (r"unrecognized arguments: (?P<v>.+)", "не понять, что такое {v}"),
    (r"ambiguous option: (?P<v>.+) could match (?P<c>.+)", "«{v}» можно понять по-разному: {c}"),
)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "Как писать: " if prefix is None else prefix)


class RussianParser(argparse.ArgumentParser):
    """A parser whose help and refusals are in Russian; those of its commands are, too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "Что указать", "Что можно добавить"
        self.add_argument("-h", "--help", action="help", help="показать эту подсказку")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {in_russian(message)}.\nПодсказка: {self.prog} --help\n")


def in_russian(message: str) -> str:
    """A mistake as argparse says it, in Russian; one that is not known stays as it is."""
    named = re.fullmatch(r"argument (?P<name>.+?): (?P<what>.+)", message, re.DOTALL)
    what = named["what"] if named else message
    for pattern, words in _MISTAKES:
        found = re.fullmatch(pattern, what, re.DOTALL)
        if found is not None:
            said = words.format(**found.groupdict())
            return f"{named['name']}: {said}" if named else said
    return message
