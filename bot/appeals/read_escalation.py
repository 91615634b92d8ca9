"""Reads out of the district file after how much working time overdue the head and the coordinator hear of it."""

from bot.appeals.district import Escalation
from bot.appeals.durations import Duration, parse_duration
from bot.appeals.toml_table import Table


def read_escalation(table: Table) -> Escalation:
    usual = Escalation()
    escalation = Escalation(
        head=_duration(table, "head", "PT8H", usual.head),
        coordinator=_duration(table, "coordinator", "P2D", usual.coordinator),
    )
    table.refuse_unknown()
    return escalation


def _duration(table: Table, key: str, example: str, usual: Duration) -> Duration:
    text = table.text(key, example=f'"{example}"', default=example)
    duration = parse_duration(text)
    if text and duration is None:
        known = "PT8H — восемь рабочих часов, P2D — два рабочих дня"
        table.note(f'время «{text}» не понять. {known}. Например: {key} = "{example}"', key)
    return duration or usual
