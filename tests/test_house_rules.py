"""House rules of the code: every action and topic has words, every module says what it is, no file grows too long."""

import ast
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.appeals.deadlines import Case, deadlines
from bot.appeals.district_file import load_district
from bot.appeals.routing import desk_for
from bot.appeals.status import OPEN, TRANSITIONS, Action, Status, next_status
from bot.appeals.topics import product_topics
from bot.triage.topic import packaged_words
from bot.usecases.store import Role
from bot.words import Words
from storage.metadata import metadata
from tests.usecases.world import MORNING

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "storage", "scheduler", "locales", "tools", "benchmarks", "tests")
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "base"}
WORDS = Words("ru", ZoneInfo("Europe/Moscow"))


def modules(*rooms: str) -> Iterator[tuple[str, Path]]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file


@pytest.mark.parametrize("action", Action)
def test_every_action_stands_in_the_table_and_has_words(action: Action) -> None:
    assert any(one is action for _, one in TRANSITIONS)
    assert f"action-{action.value}" in WORDS.ids()


@pytest.mark.parametrize("status", Status)
def test_every_status_has_words_and_a_way_to_it(status: Status) -> None:
    name = status.value.replace("_", "-")
    assert {f"status-{name}", f"mark-{name}"} <= WORDS.ids()
    assert status is Status.NEW or status in TRANSITIONS.values()


def test_an_open_appeal_can_always_be_ended_and_an_ended_one_is_only_noted_or_disputed() -> None:
    for status in Status:
        ways = {action for action in Action if next_status(status, action) is not None}
        assert Action.NOTE in ways
        if status in OPEN:
            assert {Action.SOLVE, Action.EXPLAIN, Action.DECLINE, Action.WITHDRAW, Action.TRANSFER} <= ways
        else:
            assert ways <= {Action.NOTE, Action.RATE, Action.REOPEN, Action.EXPIRE, Action.ANSWER}
            assert next_status(status, Action.ANSWER) in (None, status)


def test_every_topic_has_words_a_desk_and_a_due() -> None:
    district = load_district(ROOT / "district.toml")
    known = packaged_words()
    for code, topic in district.topics.items():
        assert 0 < len(topic.name) <= 38, code
        assert topic.category_name, code
        assert code in known or topic.category == "other" or code not in product_topics(), code
        for settlement in district.settlements:
            assert desk_for(district, code, settlement.code) in district.desks
        due = deadlines(district, Case(code, ""), MORNING)
        assert MORNING < due.answer <= due.solution


def test_every_module_says_what_it_is() -> None:
    empty = [
        name
        for name, file in modules(*ROOMS)
        if file.stat().st_size and not (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").strip()
    ]
    assert [one for one in empty if "/versions/" not in one] == []


def test_no_file_and_no_function_grows_too_long() -> None:
    for name, file in modules("bot", "storage", "scheduler"):
        source = file.read_text(encoding="utf-8")
        assert source.count("\n") <= LONGEST_FILE, name
        if "/versions/" in name:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{name}: {node.name}"


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    assert [name for name, file in modules(*ROOMS) if file.stem in FORBIDDEN_NAMES] == []


def test_every_column_that_refers_to_another_table_is_found_by_an_index() -> None:
    for table in metadata.tables.values():
        first = {next(iter(index.columns)).name for index in table.indexes} | {next(iter(table.primary_key)).name}
        for column in table.columns:
            if column.foreign_keys and table.name != "appeal_messages":
                assert column.name in first, f"{table.name}.{column.name}"


def test_nobody_but_the_couriers_sends() -> None:
    """Everybody else writes into the outbox: only so is nothing lost or doubled."""
    senders = []
    for name, file in modules("bot/usecases", "bot/dialogs"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in ("send", "toast") and ast.unparse(node.func.value) == "messenger":
                senders.append(name)
    assert set(senders) == {"bot/usecases/delivering.py"}


def test_every_role_can_be_invited() -> None:
    source = (ROOT / "bot" / "commands" / "invite.py").read_text(encoding="utf-8")
    for role in Role.__args__:
        assert f'add_parser("{role}"' in source
