"""A process that has read all the code once: each `python -m bot …` born of it spares the seconds of its imports.

    {"arguments": ["run"], "environment": {"OTKLIK_…": "…"}, "log": "/…/1.log", "ahead": 0.0, …}  ->  its process id
    {"bury": 1234}                                                              ->  how it ended, once it has

Every child is a process of its own, to be killed like any other; its clock is so many seconds ahead. With "migrations"
it is of the version that has those.
"""

import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


def main() -> None:
    command = _read_all()
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "bury" in order:
            _, status = os.waitpid(order["bury"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        child = os.fork()
        if child == 0:
            _become(order)
            sys.exit(command(order["arguments"]))
        print(child, flush=True)


def _read_all() -> Callable[[list[str]], int]:
    """The command line, with all that it imports later; without limits of speed, because tests are in a hurry."""
    from bot import bootstrap
    from bot.__main__ import main as command
    from bot.handlers.vk import client, limits, line  # noqa: F401
    from tests.e2e import wording  # noqa: F401 - the locale is read here, once

    bootstrap.TELEGRAM_LIMITS = limits.VK_LIMITS = bootstrap.NO_LIMITS
    return command


def _become(order: dict[str, Any]) -> None:
    """A command of its own: its environment, its output, and no life longer than the nursery's."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _move_the_clock(timedelta(seconds=order["ahead"]))
    if order["migrations"]:
        _grow_into(Path(order["migrations"]))
    for name in [one for one in os.environ if one.startswith("OTKLIK_")]:
        del os.environ[name]
    os.environ |= order["environment"]
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, standard in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, standard)


def _grow_into(migrations: Path) -> None:
    """Another version, which these migrations make."""
    from storage import schema

    schema.MIGRATIONS = migrations


def _move_the_clock(ahead: timedelta) -> None:
    from bot import bootstrap

    bootstrap.open_house = partial(bootstrap.open_house, clock=lambda: bootstrap.utc_now() + ahead)


if __name__ == "__main__":
    main()
