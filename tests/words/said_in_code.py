"""Finds in the code every id of words that it can say, so that house rules can hold the files against it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

from bot.appeals.status import Action, Status
from bot.dialogs.alerts import KINDS
from bot.dialogs.card import NAMED_KINDS
from bot.dialogs.desk.pressing import REASONS
from bot.dialogs.desk.states import Intent
from bot.dialogs.events import ChatBound, CodeRefused, LostPhoto, Unsupported
from bot.dialogs.resident.following import RATINGS
from bot.dialogs.resident.states import Purpose, Step
from bot.figures.export import COLUMNS, Timely
from bot.figures.export import RATINGS as EXPORTED_RATINGS
from bot.handlers.telegram.commands import MENU
from bot.triage.alarm_rules import packaged_rules
from bot.usecases.acting import CLOSED_BY
from bot.usecases.undelivered import SHOWN

ROOT = Path(__file__).parents[2]
# What looks like an id of words: «card-title», and with a hole «card-closing-{}».
_ID = re.compile(r"^(\{\}|[a-z]+)(-(\{\}|[a-z]+))+$")


def _choices(of: type, field: str) -> tuple[str, ...]:
    hint = get_type_hints(of)[field]
    assert get_origin(hint) is Literal
    return get_args(hint)


ALARMS = tuple(one.code for one in packaged_rules().dangers)

# Every id that the code puts together, and what may stand in the hole.
FAMILIES: dict[str, tuple[str, ...]] = {
    "status-{}": tuple(Status),
    "mark-{}": tuple(Status),
    "card-result-{}": ("solved", "explained"),
    "card-closing-{}": ("declined", "withdrawn", "no_answer", *CLOSED_BY.values()),
    "card-undelivered-{}": (*SHOWN, "failed", "erased"),
    "desk-{}": (
        "accept",
        "answer",
        "ask",
        "solve",
        "explain",
        "transfer",
        "retopic",
        "extend",
        "decline",
        "history",
        "release",
        "hide",
    ),
    "prompt-{}": get_args(Intent),
    "preview-{}": get_args(Intent),
    "decline-{}": REASONS,
    "button-{}": RATINGS,
    "told-{}": (Action.SOLVE, Action.EXPLAIN),
    "told-decline-{}": REASONS,
    "desk-told-{}": (Action.ADD, Action.REPLY, Action.REOPEN, Action.WITHDRAW, Action.EXPIRE),
    "desk-told-rate-{}": tuple(CLOSED_BY),
    "action-{}": (*Action, "file", "release", "hide"),
    "bound-{}": _choices(ChatBound, "role"),
    "code-{}": _choices(CodeRefused, "why"),
    "photo-{}": _choices(LostPhoto, "reason"),
    "unsupported-{}": get_args(Unsupported),
    "hint-{}": tuple(one.__name__.lower() for one in get_args(Step)),
    "{}-ask": get_args(Purpose),
    "{}-done": get_args(Purpose),
    "rated-{}": RATINGS,
    "menu-{}": MENU,
    "alarm-{}": ALARMS,
    "alarm-mark-{}": ALARMS,
    "confirm-kind-{}": NAMED_KINDS,
    "card-kind-{}": NAMED_KINDS,
    "export-column-{}": COLUMNS,
    "export-kind-{}": ("complaint", *NAMED_KINDS),
    "export-timely-{}": get_args(Timely),
    "export-result-{}": ("solved", "explained"),
    "export-rating-{}": EXPORTED_RATINGS,
    "export-closing-{}": ("declined", "withdrawn", "no_answer", "merged", *CLOSED_BY.values()),
    "office-failed-{}": ("blocked", "kicked", "no_chat", "no_rights", "other"),
    "export-platform-{}": ("telegram", "vk", "web", "open311"),
    "alert-{}": KINDS,
    "alert-{}-advice": KINDS,
    "demo-moving-{}": ("hours", "day", "monday"),
    "demo-moved-{}": ("hours", "day", "monday"),
}

# Words whose id reaches `say` as an argument of a function, and what they are given there.
HANDED_ON = {one: {"number", "place", "topic"} for one in ("head-alarm", "head-reopened")}
HANDED_ON |= {one: {"text"} for one in ("escalation-answered", "escalation-asked", "escalation-extended")}
# The training ground calls `Words.text`, which is no `say`.
HANDED_ON |= {"demo-crowd": {"wrote", "of"}}
# What `_prompt` gives to its words through **args.
STARRED = {"prompt-transfer": {"desk"}, "prompt-extend": {"until"}}


@dataclass(frozen=True)
class Said:
    """One place of the code that says `ids`, with arguments of these names."""

    where: str
    ids: tuple[str, ...]
    given: frozenset[str]


def expand(template: str) -> tuple[str, ...]:
    return tuple(template.replace("{}", one.replace("_", "-")) for one in FAMILIES[template])


@cache
def said() -> list[Said]:
    """Every call of `say(…)` whose id stands there or is put together there."""
    calls = []
    for name, node in _telling():
        if isinstance(node, ast.Call) and node.args and _name(node.func) == "say":
            given = frozenset(one.arg for one in node.keywords if one.arg)
            for ids in _ids(node.args[0]):
                calls.append(Said(f"{name}:{node.lineno}", ids, given))
    return calls


def templates() -> set[str]:
    """Every id with a hole, in a `say` or beside it."""
    found = {_template(node) for _, node in _telling() if isinstance(node, ast.JoinedStr)}
    return {one for one in found if _ID.match(one) and re.search("[a-z]", one)}


@cache
def looks_like_ids() -> set[str]:
    """Every string of the code that could be an id, because some reach `say` through a variable."""
    strings = {node.value for _, node in _telling() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {one for one in strings if _ID.match(one)} | {one for call in said() for one in call.ids}


def buttons() -> set[str]:
    """The ids of all labels: those in a `Button(…)`, and those that are called a button."""
    labels = {one for call in said() for one in call.ids if one.startswith("button-")}
    for _, node in _telling():
        if isinstance(node, ast.Call) and _name(node.func) == "Button" and isinstance(node.args[0], ast.Call):
            labels |= {one for ids in _ids(node.args[0].args[0]) for one in ids}
    return labels | {one for one in looks_like_ids() if one.startswith("button-")}


@cache
def _telling() -> list[tuple[str, ast.Call | ast.JoinedStr | ast.Constant]]:
    """Every call and string with the file it stands in, but of the page's, which has words and rules of its own, and
    of the demo, whose ids are chats, not words.
    """
    files = {file.relative_to(ROOT).as_posix(): file for file in sorted((ROOT / "bot").rglob("*.py"))}
    own = {name: file for name, file in files.items() if not name.startswith(("bot/handlers/web/", "bot/demo.py"))}
    nodes = ((name, node) for name, file in own.items() for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return [(name, node) for name, node in nodes if isinstance(node, ast.Call | ast.JoinedStr | ast.Constant)]


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _ids(first: ast.expr) -> Iterator[tuple[str, ...]]:
    match first:
        case ast.Constant(value=str(one)):
            yield (one,)
        case ast.JoinedStr() if _template(first) in FAMILIES:
            yield expand(_template(first))
        case ast.IfExp(body=body, orelse=orelse):
            yield from _ids(body)
            yield from _ids(orelse)


def _template(node: ast.JoinedStr) -> str:
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
