"""Starts the service and the fake platforms as processes of their own, and ends them again."""

import asyncio
import ctypes
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAST_LINES = 20
PATIENCE = 60.0
PR_SET_PDEATHSIG = 1


@dataclass
class Started:
    """A running process, and the line by which it said that it is ready."""

    process: Process
    said: str = ""
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def id(self) -> int:
        return self.process.pid


class DidNotStart(Exception):
    """The last lines that the process wrote."""


@asynccontextmanager
async def started(
    arguments: Sequence[str],
    *,
    ready: Callable[[str], bool],
    log: Path,
    environment: Mapping[str, str] | None = None,
    cpu: int | None = None,
) -> AsyncIterator[Started]:
    """`python ARGUMENTS`, once a line of it is `ready`; all lines go to `log`. With `cpu` it runs on that one only."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=PIPE,
        stderr=STDOUT,
        env=_environment(environment),
        cwd=log.parent,
        preexec_fn=partial(_begin, cpu),
    )
    running = Started(process)
    try:
        running.said = await asyncio.wait_for(_said(process, ready, log), PATIENCE)
        rest = asyncio.create_task(_write_down(process, log))
        running._reading.add(rest)
        yield running
    finally:
        await _end(process)
        await asyncio.gather(*running._reading, return_exceptions=True)


def _begin(cpu: int | None) -> None:
    """In the child: whoever started it may be killed, and then it ends too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if cpu is not None:
        pin(cpu)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """Nothing of an installation on this machine may leak in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}
    return clean | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | dict(more or {})


async def _said(process: Process, ready: Callable[[str], bool], log: Path) -> str:
    assert process.stdout
    with log.open("ab") as file:
        while line := await process.stdout.readline():
            file.write(line)
            if ready(line.decode(errors="replace")):
                return line.decode().strip()
    raise DidNotStart(_end_of(log))


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])


async def _write_down(process: Process, log: Path) -> None:
    assert process.stdout
    with log.open("ab", buffering=0) as file:
        while chunk := await process.stdout.read(65_536):
            file.write(chunk)


async def _end(process: Process) -> None:
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()


def pin(cpu: int) -> None:
    """This process and its children run on that CPU only, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {cpu})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
