"""The book of the jobs: a failure is in it at once, a success only where it is news."""

from datetime import timedelta

import pytest

from bot.clockwork import JOBS, clockwork
from bot.usecases.minding_jobs import JobRecord, MindingJobs, mishap
from tests.usecases.world import MORNING, World, on_one_database


class Job:
    """A job that does what the story wants of it."""

    def __init__(self) -> None:
        self.raises: Exception | None = None
        self.stumbles: Exception | None = None

    async def __call__(self) -> None:
        if self.stumbles:
            mishap(self.stumbles)
        if self.raises:
            raise self.raises


async def book(world: World) -> list[JobRecord]:
    async with world.service.store.reading() as tx:
        return await tx.jobs.all()


async def test_a_failure_stands_in_the_book_until_it_goes_well_again(world: World) -> None:
    job, minding = Job(), MindingJobs(world.service)
    job.raises = LookupError("Анна Петрова, +7 900 000-00-00")
    assert [await minding.run("remind", job) for _ in range(2)] == [False, False]
    assert await book(world) == [JobRecord("remind", None, MORNING, "LookupError", 2)]
    job.raises, world.now = None, MORNING + timedelta(seconds=60)
    assert await minding.run("remind", job)
    assert await book(world) == [JobRecord("remind", world.now, MORNING, "LookupError", 0)]


async def test_a_part_that_failed_is_a_failure_too(world: World) -> None:
    job, minding = Job(), MindingJobs(world.service)
    job.stumbles = KeyError("слово")
    assert not await minding.run("remind", job)
    assert (await book(world))[0].error == "KeyError"
    mishap(KeyError("outside of any job nobody counts"))


async def test_two_processes_count_their_failures_together(world: World) -> None:
    job = Job()
    job.raises = OSError()
    for _ in range(3):
        await MindingJobs(world.service).run("remind", job)
    assert (await book(world))[0].failures == 3


@on_one_database
@pytest.mark.parametrize("moved", [timedelta(hours=-5), timedelta(hours=5)])
async def test_success_is_written_once_a_minute_also_after_the_clock_was_set(world: World, moved: timedelta) -> None:
    job, minding = Job(), MindingJobs(world.service)
    await minding.run("wake", job)
    world.now += timedelta(seconds=59)
    await minding.run("wake", job)
    assert (await book(world))[0].succeeded_at == MORNING
    world.now += moved
    await minding.run("wake", job)
    assert (await book(world))[0].succeeded_at == world.now


@on_one_database
async def test_check_says_what_fails_and_what_is_silent(world: World) -> None:
    zone = world.service.district.time_zone
    assert clockwork([], MORNING, zone) == [(True, "служба ещё не запускалась")]
    minding, job = MindingJobs(world.service), Job()
    for name in JOBS:
        await minding.run(name, job)
    assert clockwork(await book(world), world.now, zone) == [(True, "всё делается вовремя")]
    world.now += timedelta(minutes=20)
    job.raises = TimeoutError()
    await minding.run("remind", job)
    for name in ("wake", "escalate", "expire_silent", "remove_photos", "alert"):
        await MindingJobs(world.service).run(name, Job())
    failing, silent = clockwork(await book(world), world.now, zone)
    assert not failing[0]
    assert failing[1].startswith("напоминания: не получается, неудач подряд: 1, последняя 24.11.2026 10:20 (TimeoutErr")
    assert silent == (False, "сводки: не было с 24.11.2026 10:00. Перезапустите службу")


@on_one_database
async def test_check_says_that_the_service_stands(world: World) -> None:
    minding, zone = MindingJobs(world.service), world.service.district.time_zone
    for name in JOBS:
        await minding.run(name, Job())
    ((well, words),) = clockwork(await book(world), MORNING + timedelta(days=2), zone)
    assert not well
    assert words.startswith("стоят с 24.11.2026 10:00: запустите otklik run")
