"""A console in which a command is really run: its own process, a poor locale, lines in and lines out."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import PREFIX

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Said:
    """What the command answered: its exit code, its lines, and what it said to the person."""

    code: int
    lines: list[dict[str, Any]]
    errors: str


def otklik(command: str, lines: Sequence[object], district: Path = ROOT / "district.toml") -> Said:
    """Objects are written as JSON, words and bytes as they are; no token and no database is set."""
    source = b"\n".join(_line(line) for line in lines) + b"\n"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    environment[f"{PREFIX}DISTRICT"] = str(district)
    done = subprocess.run(
        [sys.executable, "-m", "bot", command],
        input=source,
        cwd=ROOT / "tests",
        env=environment,
        capture_output=True,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    # Where letters cannot be shown, Python writes them as «\u0444».
    return Said(done.returncode, answers, done.stderr.decode("unicode_escape"))


def _line(line: object) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode("utf-8")
