"""Runs a house until the process is told to end: its loops, its timetable, its page."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.bootstrap import House, Loop
from bot.serving import HouseServer, until_told
from bot.usecases.acting import expire_silent
from bot.usecases.escalating import escalate
from bot.usecases.forgetting import forget_handled, forget_silent, remove_photos, sweep_photos
from bot.usecases.minding_jobs import MindingJobs
from bot.usecases.reminding import remind
from bot.usecases.sending_digests import send_digests
from bot.usecases.sharing import leading
from bot.usecases.wake import wake
from bot.usecases.working import Worker
from scheduler.timetable import Job, Timetable

log = structlog.get_logger()


async def _kept_running(loop: Loop) -> None:
    """A loop that breaks is a fault of ours: it is written down, and the loop goes on."""
    while True:
        try:
            return await loop()
        except Exception:
            log.exception("a loop broke and is started again", action="restart_loop")
        await asyncio.sleep(1)


async def _loaded(load: Callable[[], object]) -> None:
    await asyncio.to_thread(load)


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


def timetable(house: House) -> Timetable:
    """The jobs as they go by themselves, with their book."""
    return Timetable(jobs(house), MindingJobs(house.service).run)


async def run(house: House, *, ready: Callable[[], None] | None = None) -> None:
    """Runs until it is cancelled or the process told to end; what is on its way is finished first."""
    loops = [*_working(house), *house.loops]
    tasks = [asyncio.create_task(_kept_running(loop)) for loop in loops]
    began = asyncio.Event()
    # Open pages hold their streams for ever: they are let go, and come back by themselves.
    server = HouseServer(house.app(), house.settings.http_host, house.settings.http_port, house.web_bell.close)
    serving = asyncio.create_task(server.serve() if "web" in house.roles else until_told(began))
    try:
        while not (server.started or began.is_set()) and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.02)
        if ready is not None and not serving.done():
            ready()
        tasks += [asyncio.create_task(_kept_running(partial(_loaded, load))) for load in house.loads]
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        if "web" not in house.roles:
            serving.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(serving, *tasks, return_exceptions=True)


def _working(house: House) -> list[Loop]:
    """The inbox, which processes share chat by chat, and the timetable, which one of them minds at a time."""
    if "work" not in house.roles:
        return []
    worker = Worker(house.service, house.bells.listener(), house.sharing)
    return [worker.run, partial(leading, house.sharing, "timetable", timetable(house).run)]
