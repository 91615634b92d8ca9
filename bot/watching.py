"""Looks after a house that runs: is it ready, what is measured, what the coordinator must know."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial

import structlog
from starlette.applications import Starlette
from starlette.routing import Route

from bot.bootstrap import House
from bot.disks import free_space
from bot.handlers.web.status import ready_route, status_app
from bot.metrics import CONTENT_TYPE, Known
from bot.usecases.alerting import LATELY, Watched, alert, lasting
from bot.usecases.readiness import Loops, Question, Readiness
from scheduler.timetable import Job
from storage import schema

log = structlog.get_logger()

# A job gives a sign of life no oftener.
SIGN_OF_LIFE = 60.0
# Seconds that figures of the database serve: several may read them.
FIGURES_FRESH = 5.0


@dataclass
class Watching:
    """Of one process; `timetable` are the jobs that somebody minds, here or elsewhere."""

    house: House
    timetable: list[Job]
    loops: Loops = field(default_factory=Loops)

    def __post_init__(self) -> None:
        house = self.house
        newest, minds = schema.revisions()[-1], "work" in house.roles
        self.readiness = Readiness(house.service, self.loops, newest, minds=minds)
        self._figures = Question(self._known, fresh=FIGURES_FRESH)

    @property
    def route(self) -> Route:
        """`/readyz`, for the page that everybody sees."""
        return ready_route(self.readiness.troubles)

    def app(self) -> Starlette:
        return status_app(self.readiness.troubles, self.page, CONTENT_TYPE)

    async def page(self) -> bytes:
        """The metrics."""
        known = None
        try:
            known = await self._figures.answer()
        except Exception as failure:
            log.warning("the figures of the database are not known", action="measure", error=type(failure).__name__)
        return self.house.metrics.page(known)

    @cached_property
    def watched(self) -> Watched:
        settings = self.house.settings
        tokens = {"telegram": settings.telegram_token, "vk": settings.vk_token}
        channels = frozenset(name for name, token in tokens.items() if token)
        often = {job.name: timedelta(seconds=max(job.seconds, SIGN_OF_LIFE)) for job in self.timetable}
        return Watched(channels, often, partial(free_space, settings))

    def alerts(self) -> Job:
        return Job("alert", 60, partial(alert, self.house.service, self.watched))

    async def _known(self) -> Known:
        service, now = self.house.service, self.house.service.now()
        async with service.store.reading() as tx:
            return Known(
                now,
                await tx.measuring.gauges(now, now - LATELY),
                await tx.alerts.channels(),
                await tx.jobs.all(),
                await lasting(tx),
                free_space(self.house.settings),
            )
