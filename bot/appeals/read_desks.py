"""Reads the desks out of the district file, and sees to it that every appeal finds exactly one of them."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.appeals.district import Desk, Settlement, WorkingHours
from bot.appeals.read_hours import read_hours, read_time_zone
from bot.appeals.read_terms import read_duration
from bot.appeals.read_words import named, read_code, read_phone
from bot.appeals.toml_table import Table, alike
from bot.appeals.topics import Topic

_NO_PLACE = "указано поселение «{}», которого в файле нет."
_NO_TOPIC = "указана тема «{}», которой нет."


def read_desks(
    top: Table, settlements: tuple[Settlement, ...], topics: Mapping[str, Topic], hours: WorkingHours
) -> tuple[Desk, ...]:
    """`topics` are the district's own, overrides applied: a desk cannot take a topic that is switched off.

    `hours` are those of a desk that has none of its own.
    """
    taken: dict[str, int] = {}
    places = [settlement.code for settlement in settlements]
    if "" in places:
        # A settlement without a code has been noted already; its desk is not to blame.
        places = []
    tables = list(top.tables("desk"))
    desks = tuple(_desk(table, taken, places, topics, hours) for table in tables)
    _refuse_rivals(tables, desks, places)
    _refuse_uncovered(top, settlements, desks)
    return desks


def _desk(
    table: Table, taken: dict[str, int], places: list[str], topics: Mapping[str, Topic], hours: WorkingHours
) -> Desk:
    table.owner = named(table, "отдела")
    name = table.text("name", absent="нет названия", example='"Дороги"')
    code = read_code(table, name, taken)
    settlement = table.text("settlement", example='"bulgakovo"', default="")
    covers = table.texts("topics", example='["roads", "utilities.gas"]')
    if not (covers or settlement or "topics" in table.data):
        covers = _usual_topics(code, topics)
    limits = table.texts("settlements", example='["bulgakovo", "tretyakovo"]')
    phone = read_phone(table, "phone", "")
    _refuse_unclear_duty(table, settlement, covers, limits)
    _refuse_strange(table, _NO_PLACE, places, settlement, "settlement")
    for index, word in enumerate(limits):
        _refuse_strange(table, _NO_PLACE, places, word, "settlements", index)
    for index, word in enumerate(covers):
        _refuse_strange(table, _NO_TOPIC, topic_words(topics), word, "topics", index)
    own = Desk(code, name, settlement or None, frozenset(covers), frozenset(limits), phone)
    return _with_own_time(table, own, hours)


def _with_own_time(table: Table, desk: Desk, hours: WorkingHours) -> Desk:
    """When it works and how long it may take, where that is not as in the rest of the district."""
    own = replace(
        desk,
        hours=read_hours(table.table("hours"), hours) if "hours" in table.data else None,
        time_zone=read_time_zone(table, ZoneInfo("UTC")) if "time_zone" in table.data else None,
        first_answer=read_duration(table, "first_answer", "P1D"),
        solution=read_duration(table, "solution", "P5D"),
    )
    table.refuse_unknown()
    return own


def _usual_topics(code: str, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """What a department of this code takes where the file does not say: the topics that are usually its own."""
    return tuple(topic.code for topic in topics.values() if topic.owner == code)


def topic_words(topics: Mapping[str, Topic]) -> list[str]:
    """What a desk may name: whole categories and single topics."""
    return [*dict.fromkeys(topic.category for topic in topics.values()), *topics]


def _refuse_strange(table: Table, told: str, known: list[str], word: str, *place: str | int) -> None:
    if word and known and word not in known:
        hint = alike(word, known) or f" Есть, например: {', '.join(known[:8])}."
        table.note(told.format(word) + hint, *place)


def _refuse_unclear_duty(table: Table, settlement: str, topics: tuple[str, ...], limits: tuple[str, ...]) -> None:
    if settlement and (topics or limits):
        extra = "topics" if topics else "settlements"
        table.note(
            "написано лишнее: оставьте либо settlement (отвечает за поселение), либо topics (отвечает за темы)", extra
        )
    elif not settlement and not topics:
        table.note('не сказано, за что он отвечает. Напишите settlement = "код поселения" или topics = ["roads"]')


def _refuse_rivals(tables: list[Table], desks: tuple[Desk, ...], places: list[str]) -> None:
    """Two desks with the same claim: nobody could say which one answers."""
    first: dict[tuple[str, str], int] = {}
    for index, (table, desk) in enumerate(zip(tables, desks, strict=True)):
        for claim in _claims(desk, places):
            rival = desks[first.setdefault(claim, index)]
            if rival is not desk:
                place, topic = claim
                what = f"лишняя тема: за «{topic}» в поселении «{place}»" if topic else "лишнее поселение: за него"
                table.note(f"{what} уже отвечает «{rival.name}». Оставьте кого-то одного", _key_of(desk))
                break


def _claims(desk: Desk, places: list[str]) -> list[tuple[str, str]]:
    """Settlement and topic pairs that the desk answers for; an empty topic is the settlement itself."""
    if desk.settlement:
        return [(desk.settlement, "")]
    return [(place, topic) for topic in sorted(desk.topics) for place in sorted(desk.settlements) or places]


def _key_of(desk: Desk) -> str:
    return "settlement" if desk.settlement else "topics"


def _refuse_uncovered(top: Table, settlements: tuple[Settlement, ...], desks: tuple[Desk, ...]) -> None:
    covered = {desk.settlement for desk in desks}
    for index, settlement in enumerate(settlements):
        if settlement.code and settlement.code not in covered:
            top.report.note(
                ("settlement", index),
                f"за поселение «{settlement.name}» никто не отвечает. Добавьте раздел [[desk]], в нём три строки:"
                f' code = "{settlement.code}", name = "{settlement.name} поселение",'
                f' settlement = "{settlement.code}"',
            )
