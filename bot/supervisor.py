"""Tells systemd, where it started us, how we are: ready, alive, stopping; so that it waits for us and restarts us.

`Type=notify`: «started» means that the service works, and with `WatchdogSec=` a process that hangs is started anew.
Through `uv run` the words come from a child: then the unit needs `NotifyAccess=all`.
"""

import asyncio
import os
import socket
from contextlib import suppress

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


def say_ready() -> None:
    say(READY)


def say(word: str) -> None:
    """To the socket that the environment names; nothing where there is none. A supervisor that is deaf stops nobody."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    # «@» stands for the zero byte of a name that is no file.
    name = "\0" + address[1:] if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.connect(name)
        channel.sendall(word.encode())


def beat() -> float:
    """Seconds between two signs of life that systemd wants; 0 where it wants none."""
    wanted = os.environ.get("WATCHDOG_USEC", "")
    ours = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(wanted) / 2_000_000 if ours and wanted.isdecimal() else 0.0


async def stay_alive() -> None:
    """Says that the loop still turns, until cancelled; ends at once where nobody asks."""
    pause = beat()
    while pause:
        say(ALIVE)
        await asyncio.sleep(pause)
