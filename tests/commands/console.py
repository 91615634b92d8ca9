"""A console in which a command is really run: its own process, a poor locale, lines in and lines out."""

import json
import os
import subprocess
import sys
import threading
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
    done = subprocess.run(
        [sys.executable, "-m", "bot", command],
        input=source,
        cwd=ROOT / "tests",
        env=_environment(district),
        capture_output=True,
        timeout=120,
    )
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    # Where letters cannot be shown, Python writes them as «\u0444».
    return Said(done.returncode, answers, done.stderr.decode("unicode_escape"))


def answered_at_once(command: str, line: object) -> dict[str, Any]:
    """The answer to a line while the input is still open."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT / "tests",
        env=_environment(ROOT / "district.toml"),
    ) as process:
        # Whoever keeps its answers to itself is ended, and the test reads nothing.
        patience = threading.Timer(90, process.kill)
        patience.start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(_line(line) + b"\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        patience.cancel()
    said: dict[str, Any] = json.loads(answer)
    return said


def _environment(district: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    return environment | {f"{PREFIX}DISTRICT": str(district)}


def _line(line: object) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode("utf-8")
