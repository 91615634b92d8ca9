"""Reads out of the district file how long answers may take, and after how long the head hears of a late one."""

from bot.appeals.district import Escalation, Terms
from bot.appeals.durations import Duration, parse_duration
from bot.appeals.toml_table import Table

_HOW = "P1D — рабочий день, PT4H — четыре рабочих часа, PT30M — полчаса"
# How deadlines were written before there were two of them.
_FORMER = {
    "answer_days": ("first_answer", "P{}D"),
    "question_days": ("question", "P{}D"),
    "urgent_hours": ("urgent_answer", "PT{}H"),
}
_COUNTED = ("working", "plain")
# No deadline is longer: the calendar of the state is not known so far ahead.
_MOST_DAYS = 366


def read_terms(table: Table) -> Terms:
    usual = Terms()
    counted = table.text("counted", example='"working"', default=_COUNTED[0])
    if counted and counted not in _COUNTED:
        table.note(
            f'«{counted}» не понять. Напишите counted = "working", если считать рабочее время,'
            ' или counted = "plain", если круглые сутки',
            "counted",
        )
    refuse_former(table)
    return Terms(
        plain=counted == "plain",
        first_answer=read_duration(table, "first_answer", "P1D") or usual.first_answer,
        solution=read_duration(table, "solution", "P10D") or usual.solution,
        question=read_duration(table, "question", "P3D") or usual.question,
        urgent_answer=read_duration(table, "urgent_answer", "PT4H") or usual.urgent_answer,
        urgent_solution=read_duration(table, "urgent_solution", "P2D") or usual.urgent_solution,
    )


def read_escalation(table: Table) -> Escalation:
    usual = Escalation()
    head = read_duration(table, "head", "PT8H", least=0)
    coordinator = read_duration(table, "coordinator", "P2D", least=0)
    table.refuse_unknown()
    return Escalation(usual.head if head is None else head, usual.coordinator if coordinator is None else coordinator)


def read_duration(table: Table, key: str, like: str, *, least: int = 1) -> Duration | None:
    """None where the file does not say it. With `least` of 0 it may be no time at all."""
    text = table.text(key, example=f'"{like}"', default="")
    if not text:
        return None
    duration = parse_duration(text)
    if duration is None:
        table.note(f'срок «{text}» не понять. Напишите, например: {key} = "{like}" ({_HOW})', key)
    elif least and not duration:
        table.note(f'срок «{text}» пуст: столько времени не пройдёт. Напишите, например: {key} = "{like}"', key)
    elif duration.days > _MOST_DAYS:
        table.note(f'срок «{text}» длиннее года. Напишите, например: {key} = "{like}"', key)
    return duration


def refuse_former(table: Table) -> None:
    """Whoever comes with a file of before is told how the same is said now."""
    for key, (now, how) in _FORMER.items():
        value = table.get(key)
        if value is not None:
            number = value if isinstance(value, int) and not isinstance(value, bool) else 1
            table.note(f'так сроки больше не пишут. Вместо строки {key} напишите: {now} = "{how.format(number)}"', key)
