"""`otklik same`: are two messages about the same problem? JSON lines in, JSON lines out."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.commands.json_lines import answer_lines, number_of, text_of
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    same = commands.add_parser("same", help="об одном ли два сообщения: строки JSON на входе и на выходе")
    same.set_defaults(command=_same)


async def _same(_options: argparse.Namespace) -> int:
    """Needs only the district: no token, no database."""
    from bot.appeals.district_file import load_district
    from bot.triage.sameness import SAME
    from bot.triage.sameness_judge import judge_for, status_said

    judge = judge_for(load_district(load_settings().district))

    def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
        first, second = text_of(asked, "first"), text_of(asked, "second")
        minutes, metres = number_of(asked, "minutes_apart") or 0.0, number_of(asked, "metres_apart")
        score = judge.score(first, second, minutes, metres, status_said(str(asked.get("first_status") or "")))
        return {"same": score >= SAME, "score": round(score, 4)}

    return answer_lines(answer)
