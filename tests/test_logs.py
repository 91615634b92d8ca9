"""The log: whole lines for programs, nothing of what people wrote, and it stops nobody's work."""

import ast
import asyncio
import io
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs
from bot.appeals.status import Action
from bot.usecases.platform import Refused, TryLater
from tests.usecases.conftest import dispatcher, district, world  # noqa: F401 - a district of its own
from tests.usecases.world import Stumbling, World, on_one_database

ROOT = Path(__file__).parents[1]
TOKEN = "123456:AAE-telegram-secret-of-thirty-five"
# What nobody may find in a log: names, words, addresses, a telephone, a token.
PRIVATE = ("Марфа", "Игнатьевна", "забор", "Заречная", "900 123", "telegram:77001", "77001", TOKEN, "Степан", "Чиним")


class Written:
    """What the process writes, as a program reads it."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.stream.getvalue().splitlines()]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Written]:
    """The log of a service that writes JSON."""
    found, root = Written(), logging.getLogger()
    handlers, root.handlers = root.handlers, []
    monkeypatch.setattr("sys.stderr", found.stream)
    logs.set_up("json")
    # pytest takes its own stream back before the test itself begins.
    structlog.configure(logger_factory=lambda *_: logs.SteadyLogger(found.stream))
    yield found
    root.handlers = handlers


@on_one_database
async def test_a_talk_with_troubles_leaves_no_word_of_anybody_in_the_log(world: World, written: Written) -> None:  # noqa: F811
    stepan = await world.desk("tretyakovo", name="Степан")
    marfa = world.resident("Марфа Игнатьевна", "telegram:77001")
    await marfa.agrees()
    number = await marfa.files("В Бабино упал забор на улице Заречная, звоните +7 900 123-45-67")
    world.telegram.troubles[marfa.chat] = [TryLater("network: no connection")]
    words = world.service.words
    world.change(words=Stumbling(world, "help", LookupError(f"Марфа Игнатьевна, забор {TOKEN}")))
    await marfa.writes("/помощь")
    world.change(words=words)
    world.telegram.always[marfa.chat] = Refused("blocked", "bot was blocked by the user")
    await stepan.has_done(number, Action.ANSWER, "Чиним забор")
    await world.later(minutes=1)
    logging.getLogger("library").error("cannot send %s to %s", "забор", marfa.chat)
    asyncio.get_running_loop().call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": ValueError("Марфа")}
    )

    lines = written.lines()
    everything = written.stream.getvalue()
    assert [one for one in PRIVATE if one in everything] == []
    for line in lines:
        assert {"event", "action", "level", "timestamp"} <= line.keys(), line
    by_action = {one["action"]: one for one in lines}
    assert by_action["appeal.file"]["number"] == number
    assert by_action["appeal.answer"]["number"] == number
    assert number in {one.get("number") for one in lines if "reason" in one}
    assert any(one.get("error") == "LookupError" for one in lines)
    assert {"library", "handle", "deliver"} <= by_action.keys()


def test_an_exception_is_its_kind_and_its_places_without_what_it_says(written: Written) -> None:
    def stumbles(name: str) -> None:
        raise KeyError(name)

    try:
        try:
            stumbles("Марфа")
        except KeyError as error:
            raise OSError(28, "No space left on device", "/home/Марфа") from error
    except OSError:
        structlog.get_logger().exception("something broke", action="test", number="")
    (line,) = written.lines()
    assert "Марфа" not in written.stream.getvalue()
    assert "number" not in line
    disk, _, cause = line["exception"].partition(" | caused by ")
    assert disk.startswith("OSError (No space left on device) < tests/test_logs.py:")
    assert cause.startswith("KeyError < tests/test_logs.py:")
    assert "stumbles" in cause


def test_every_line_of_ours_has_an_action() -> None:
    lacking = []
    for file in sorted(one for room in ("bot", "storage", "scheduler") for one in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_log(node.func.value):
                named = {one.arg for one in node.keywords}
                if "action" not in named and node.func.attr in ("debug", "info", "warning", "error", "exception"):
                    lacking.append(f"{file.relative_to(ROOT)}:{node.lineno}")
                assert not named & {"chat", "text", "name", "person", "address"}, f"{file}:{node.lineno}"
    assert lacking == []


def _is_log(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "log"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full: Linux has one")
def test_a_full_disk_stops_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        monkeypatch.setattr("sys.stderr", full)
        logs.set_up("json")
        structlog.get_logger().warning("something happened", action="test")
        structlog.get_logger().exception("something broke", action="test")
        monkeypatch.undo()
        _let_go(full.fileno())


def test_a_closed_log_stops_no_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as log:
        monkeypatch.setattr("sys.stderr", log)
        logs.set_up("text")
        structlog.get_logger().info("the first", action="test")
    structlog.get_logger().info("the second", action="test")
    assert (tmp_path / "log").read_text(encoding="utf-8").count("\n") == 1


def _let_go(descriptor: int) -> None:
    """What could not be written is not tried again when the file is closed."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), descriptor)
