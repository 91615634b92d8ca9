"""Runs a house until the process is told to end: its loops, its timetable, its page."""

import asyncio
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from bot.bootstrap import House, Loop
from bot.serving import Ending, HouseServer
from bot.supervisor import stay_alive
from bot.usecases.acting import expire_silent
from bot.usecases.escalating import escalate
from bot.usecases.forgetting import forget_handled, forget_silent, remove_photos, sweep_photos
from bot.usecases.minding_jobs import MindingJobs
from bot.usecases.readiness import Loops
from bot.usecases.reminding import remind
from bot.usecases.sending_digests import send_digests
from bot.usecases.sharing import leading
from bot.usecases.wake import wake
from bot.usecases.working import Worker
from bot.watching import Watching
from scheduler.timetable import Job, Timetable

log = structlog.get_logger()

# Seconds to finish what is in hand, and then to give up what hangs; the house is closed in the rest of ten.
FINISH, CUT = 6.0, 1.0


async def _kept_running(loop: Loop, name: str, loops: Loops) -> None:
    """A loop that breaks is a fault of ours: it is written down, and the loop goes on."""
    while True:
        try:
            return await loop()
        except Exception:
            log.exception("a loop broke and is started again", action="restart_loop", loop=name)
            loops.broke[name] = time.monotonic()
        await asyncio.sleep(1)


async def _load(loads: Sequence[Callable[[], object]], done: asyncio.Event) -> None:
    """Each in a thread of its own; whoever needs what could not be loaded says so."""
    try:
        await asyncio.gather(*(asyncio.to_thread(load) for load in loads))
    finally:
        done.set()


async def _after(done: asyncio.Event, loop: Loop) -> None:
    await done.wait()
    await loop()


def jobs(house: House) -> list[Job]:
    """What is looked at, and how often."""
    service = house.service
    return [
        Job("wake", 0.25, partial(wake, service)),
        Job("expire_silent", 60, partial(expire_silent, service)),
        Job("send_digests", 60, partial(send_digests, service, service.calendar)),
        Job("remind", 60, partial(remind, service)),
        Job("escalate", 60, partial(escalate, service)),
        Job("forget_handled", 3600, partial(forget_handled, service)),
        Job("forget_silent", 3600, partial(forget_silent, service)),
        Job("remove_photos", 60, partial(remove_photos, service)),
        Job("sweep_photos", 3600, partial(sweep_photos, service)),
    ]


def timetable(house: House, watching: Watching | None = None) -> Timetable:
    """The jobs as they go by themselves, with their book; `watching` tells of those that fail."""
    more = [watching.alerts()] if watching is not None else []
    return Timetable([*jobs(house), *more], MindingJobs(house.service).run)


async def run(house: House, *, ready: Callable[[], None] | None = None, ending: Ending | None = None) -> None:
    """Runs until it is cancelled or the process told to end; what is on its way is finished first."""
    ending, watching, loaded = ending or Ending(), Watching(house, jobs(house)), asyncio.Event()
    house.routes.append(watching.route)
    servers = _servers(house, watching)
    tasks: list[asyncio.Task[None]] = []
    with ending.heard():
        told = asyncio.create_task(ending.told.wait())
        serving = [asyncio.create_task(one.serve()) for one in servers]
        try:
            tasks += _started(house, watching, loaded)
            while not all(one.started for one in servers) and not any(one.done() for one in serving):  # noqa: ASYNC110
                await asyncio.sleep(0.02)  # uvicorn has no event
            if ready is not None and not any(one.done() for one in serving):
                ready()
            tasks.append(_task(partial(_load, house.loads, loaded), "load", watching))
            await asyncio.wait([told, *serving], return_when=asyncio.FIRST_COMPLETED)
            for one in serving:
                if one.done():
                    one.result()
        finally:
            watching.loops.stopping = True
            for server in servers:
                server.should_exit = True
            for task in (told, *tasks):
                task.cancel()
            await _finished([*serving, *tasks])


def _servers(house: House, watching: Watching) -> list[HouseServer]:
    settings, servers = house.settings, []
    if "web" in house.roles:
        # Open pages hold their streams for ever: they are let go, and come back by themselves.
        let_go = house.web_bell.close
        servers.append(HouseServer(house.app(), settings.http_host, settings.http_port, let_go))
    if settings.status_port:
        servers.append(HouseServer(watching.app(), settings.status_host, settings.status_port))
    return servers


def _started(house: House, watching: Watching, loaded: asyncio.Event) -> list[asyncio.Task[None]]:
    named: list[tuple[Loop, str]] = [*_working(house, watching, loaded), *((one, _name(one)) for one in house.loops)]
    if house.demo is None:
        named.append((partial(house.hearing.keep_book, house.service.store), "hear"))
    named.append((stay_alive, "supervisor"))
    return [_task(loop, name, watching) for loop, name in named]


def _task(loop: Loop, name: str, watching: Watching) -> "asyncio.Task[None]":
    return asyncio.create_task(_kept_running(loop, name, watching.loops))


def _name(loop: Loop) -> str:
    """What it leads or is called, for the log: «send:telegram»."""
    words = [one for one in getattr(loop, "args", ()) if isinstance(one, str)]
    return words[0] if words else type(getattr(loop, "__self__", loop)).__name__


async def _finished(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Those that were told to end get time for what they have in hand; what hangs is cut off then."""
    left: set[asyncio.Task[None]] = set(tasks)
    for patience in (FINISH, CUT):
        if left:
            _, left = await asyncio.wait(left, timeout=patience)
        for one in left:
            one.cancel()
    if left:
        log.warning("some work does not end and is left", action="stop", tasks=len(left))
    await asyncio.gather(*(one for one in tasks if one.done()), return_exceptions=True)


def _working(house: House, watching: Watching, loaded: asyncio.Event) -> list[tuple[Loop, str]]:
    """The inbox, which processes share chat by chat, and the timetable, which one of them minds at a time."""
    if "work" not in house.roles:
        return []
    worker = Worker(house.service, house.bells.listener(), house.sharing)
    # The training ground has days of its own: nothing there is late or silent.
    minding = timetable(house, watching if house.demo is None else None)
    # Its jobs ask the calendar: whoever asks while that is being loaded would hold up everybody.
    ticking = partial(_after, loaded, partial(leading, house.sharing, "timetable", minding.run))
    return [(worker.run, "work"), (ticking, "timetable")]
