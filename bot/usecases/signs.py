"""Tells from what the database knows which alarms there are at this moment; how long they last is another's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialogs.alerts import Alarm
from bot.usecases.hearing import Heard
from bot.usecases.measuring import Gauges, Queue
from bot.usecases.minding_jobs import JobRecord

# A platform answers at least every half minute, also at night: the poll comes back empty.
SILENT = timedelta(minutes=10)
INBOX_OLD = timedelta(minutes=10)
# Speed limits and a platform's own pauses may hold a letter up for minutes.
OUTBOX_OLD = timedelta(minutes=15)
FAILURES = 3
# So much later than a job gives its sign of life is too late.
JOB_LATE = timedelta(minutes=10)
# Each is a message that nobody read, and a fault of the program.
PARKED, ASIDE = 1, 20
# Bytes: photos of a busy week.
LITTLE_SPACE = 1 << 30


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at one moment.

    `channels` are those switched on, `timetable` how often each job gives a sign of life; `space` is the free bytes of
    «photos» and «database», where they are ours.
    """

    now: datetime
    channels: frozenset[str] = frozenset()
    timetable: Mapping[str, timedelta] = field(default_factory=dict)
    heard: Sequence[Heard] = ()
    gauges: Gauges = field(default_factory=Gauges)
    jobs: Sequence[JobRecord] = ()
    space: Mapping[str, int] = field(default_factory=dict)


def alarms(facts: Facts) -> dict[str, Alarm]:
    """By their keys, the gravest first."""
    found = [*_channels(facts), *_queues(facts), *_jobs(facts), *_disks(facts)]
    return {one.key: one for one in found}


def _channels(facts: Facts) -> Iterator[Alarm]:
    known = {one.name: one for one in facts.heard}
    for channel in sorted(facts.channels):
        listening, sending = (known.get(f"{channel}:{side}") for side in ("listen", "send"))
        troubles = {one.trouble for one in (listening, sending) if one is not None}
        if "token" in troubles:
            yield Alarm("token", channel)
        elif "conflict" in troubles:
            yield Alarm("conflict", channel)
        elif listening is not None and _silent(listening, facts.now):
            yield Alarm("silent", channel)


def _silent(heard: Heard, now: datetime) -> bool:
    last = heard.heard_at or heard.since
    return last is not None and now - last > SILENT


def _queues(facts: Facts) -> Iterator[Alarm]:
    gauges = facts.gauges
    if _older(gauges.inbox, facts.now, INBOX_OLD):
        yield Alarm("inbox", count=gauges.inbox.count)
    for platform, queue in sorted(gauges.outbox.items()):
        if _older(queue, facts.now, OUTBOX_OLD):
            yield Alarm("outbox", platform, queue.count)
    if gauges.parked_lately >= PARKED:
        yield Alarm("parked", count=gauges.parked_lately)
    if gauges.aside_lately >= ASIDE:
        yield Alarm("aside", count=gauges.aside_lately)


def _older(queue: Queue, now: datetime, limit: timedelta) -> bool:
    return queue.age(now) > limit.total_seconds()


def _jobs(facts: Facts) -> Iterator[Alarm]:
    for job in facts.jobs:
        usual = facts.timetable.get(job.name)
        if usual is None:
            continue  # another version of the program had it
        seen = max((one for one in (job.succeeded_at, job.failed_at) if one is not None), default=facts.now)
        if job.failures >= FAILURES or facts.now - seen > usual + JOB_LATE:
            yield Alarm("job", job.name, job.failures)


def _disks(facts: Facts) -> Iterator[Alarm]:
    for place, free in sorted(facts.space.items()):
        if free < LITTLE_SPACE:
            yield Alarm("disk", place)
