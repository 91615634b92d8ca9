"""Reads `alarm_rules.toml` and refuses it with a clear line: a rule that is never heard is a danger."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast, get_args

from bot.triage.phrases import Phrase, read_phrase
from bot.triage.reading import Callee

_CALM = ("over", "still", "feared")
_FIELDS = frozenset({"code", "call", "phrases", "but_not", "feared"})


class BrokenRules(ValueError):
    """The file is not written as its heading says; the message names the place and what to write."""


@dataclass(frozen=True, slots=True)
class Danger:
    """`but_not` calms when it stands near; a `feared` danger counts even when it only may happen."""

    code: str
    call: tuple[Callee, ...]
    phrases: tuple[Phrase, ...]
    but_not: tuple[Phrase, ...]
    feared: bool


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """`over` tells that it is past, `still` that it is not after all, `feared` that it has not come."""

    dangers: tuple[Danger, ...]
    over: tuple[Phrase, ...]
    still: tuple[Phrase, ...]
    feared: tuple[Phrase, ...]

    def phrases(self) -> Iterator[Phrase]:
        yield from (*self.over, *self.still, *self.feared)
        for danger in self.dangers:
            yield from (*danger.phrases, *danger.but_not)


def read_rules(text: str) -> AlarmRules:
    """Raises BrokenRules."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as slip:
        raise BrokenRules(f"правила тревоги не читаются: {slip}") from slip
    if unknown := set(file) - {"words", "calm", "danger"}:
        raise BrokenRules(f"правила тревоги: раздел «{min(unknown)}» не знаком, есть [words], [calm] и [[danger]]")
    calm, sets = file.get("calm", {}), file.get("words", {})
    over, still, feared = (_entries(calm, field, "[calm]", sets) for field in _CALM)
    dangers = tuple(_danger(table, sets) for table in file.get("danger", ()))
    codes = [one.code for one in dangers]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BrokenRules(f"опасность «{min(twice)}» записана дважды, соедините их в одну")
    if not dangers:
        raise BrokenRules("правила тревоги: нет ни одной [[danger]]")
    return AlarmRules(dangers, over, still, feared)


@cache
def packaged_rules() -> AlarmRules:
    """The file beside this module."""
    return read_rules(files("bot.triage").joinpath("alarm_rules.toml").read_text("utf-8"))


def _danger(table: Mapping[str, object], sets: Mapping[str, str]) -> Danger:
    code = table.get("code")
    if not isinstance(code, str) or not (code.isascii() and code.isalpha() and code.islower()):
        raise BrokenRules(f'опасность: code — короткое слово латиницей, например "gas", а написано «{code}»')
    where = f"опасность «{code}»"
    if unknown := set(table) - _FIELDS:
        raise BrokenRules(f"{where}: «{min(unknown)}» не знакомо, есть {', '.join(sorted(_FIELDS))}")
    call = _strings(table, "call", where)
    if not call or set(call) - set(get_args(Callee)) or len(set(call)) < len(call):
        raise BrokenRules(f"{where}: call — список без повторов из {', '.join(get_args(Callee))}")
    phrases, feared = _entries(table, "phrases", where, sets), table.get("feared", False)
    if not phrases:
        raise BrokenRules(f"{where}: нет phrases, без них её никто не услышит")
    if not isinstance(feared, bool):
        raise BrokenRules(f"{where}: feared — true или false, без кавычек")
    return Danger(code, cast(tuple[Callee, ...], call), phrases, _entries(table, "but_not", where, sets), feared)


def _entries(table: Mapping[str, object], field: str, where: str, sets: Mapping[str, str]) -> tuple[Phrase, ...]:
    try:
        return tuple(read_phrase(entry, sets) for entry in _strings(table, field, where))
    except ValueError as slip:
        raise BrokenRules(f"{where}, {field}: {slip}") from slip


def _strings(table: Mapping[str, object], field: str, where: str) -> tuple[str, ...]:
    values = table.get(field, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise BrokenRules(f'{where}: {field} — список слов в кавычках, через запятую: ["яма", "люк"]')
    return tuple(values)
