"""What Prometheus reads: what this process has counted, and what the database knows, the same from every process.

`sum` what is counted (`…_total`, `otklik_step_seconds`) over the processes; of what the database knows take the `max`.
No label holds anything that people write or are called.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.dialogs.alerts import Lasting
from bot.usecases.hearing import Heard
from bot.usecases.measuring import Gauges, Result, Step
from bot.usecases.minding_jobs import JobRecord

PLATFORMS = ("telegram", "vk", "web", "open311")
# Seconds: from a keystroke's time to what a person notices to a platform's own time-out.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Known:
    """What the database and the disks said, at `now`."""

    now: datetime
    gauges: Gauges
    heard: Sequence[Heard] = ()
    jobs: Sequence[JobRecord] = ()
    alarms: Sequence[Lasting] = ()
    space: Mapping[str, int] = field(default_factory=dict)


class Metrics:
    """`bot.usecases.measuring.Measures`, and the page of all of it."""

    def __init__(self, roles: Iterable[str]) -> None:
        self._registry = CollectorRegistry()
        self._known = _Knowledge()
        self._letters = Counter(
            "otklik_letters",
            "Letters by platform and what became of the try.",
            ["platform", "result"],
            registry=self._registry,
        )
        self._steps = Histogram(
            "otklik_step_seconds", "Seconds that a step took.", ["step"], buckets=BUCKETS, registry=self._registry
        )
        about = {"version": _version(), "roles": ",".join(sorted(roles))}
        Info("otklik_build", "The program and what this process does.", registry=self._registry).info(about)
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._registry.register(self._known)

    def took(self, step: Step, seconds: float) -> None:
        self._steps.labels(step).observe(seconds)

    def letter(self, platform: str, result: Result) -> None:
        self._letters.labels(platform if platform in PLATFORMS else "other", result).inc()

    def page(self, known: Known | None) -> bytes:
        """The text; without what the database knows where it did not answer: `otklik_database_up` tells."""
        self._known.known = known
        return generate_latest(self._registry)


class _Knowledge(Collector):
    """The last that was known."""

    def __init__(self) -> None:
        self.known: Known | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        known = self.known
        yield GaugeMetricFamily("otklik_database_up", "1 where the database answered.", float(known is not None))
        if known is not None:
            yield from _queues(known)
            yield from _appeals(known.gauges)
            yield from _state(known)


def _queues(known: Known) -> Iterator[GaugeMetricFamily]:
    gauges, now = known.gauges, known.now
    yield GaugeMetricFamily("otklik_inbox_updates", "Updates that wait to be handled.", gauges.inbox.count)
    yield GaugeMetricFamily("otklik_inbox_age_seconds", "How long the oldest of them waits.", gauges.inbox.age(now))
    waiting = GaugeMetricFamily("otklik_outbox_letters", "Letters that wait to be sent.", labels=["platform"])
    age = GaugeMetricFamily("otklik_outbox_age_seconds", "How long the oldest of them waits.", labels=["platform"])
    for platform, queue in gauges.outbox.items():
        waiting.add_metric([platform], queue.count)
        age.add_metric([platform], queue.age(now))
    yield waiting
    yield age
    yield GaugeMetricFamily("otklik_updates_parked", "Updates that could not be handled.", gauges.parked)
    yield GaugeMetricFamily("otklik_letters_aside", "Letters that could not be delivered.", gauges.aside)


def _appeals(gauges: Gauges) -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily("otklik_appeals_due", "Officials' turn, and the deadline is ahead.", gauges.due)
    yield GaugeMetricFamily("otklik_appeals_overdue", "Officials' turn, and the deadline is past.", gauges.overdue)


def _state(known: Known) -> Iterator[GaugeMetricFamily]:
    heard = GaugeMetricFamily(
        "otklik_channel_heard_timestamp_seconds", "When the platform last answered us.", labels=["channel", "side"]
    )
    for one in known.heard:
        if one.heard_at is not None:
            heard.add_metric(one.name.split(":", 1), one.heard_at.timestamp())
    yield heard
    failures = GaugeMetricFamily("otklik_job_failures", "Failures since a job's last success.", labels=["job"])
    for job in known.jobs:
        failures.add_metric([job.name], job.failures)
    yield failures
    alarms = GaugeMetricFamily("otklik_alarm_since_timestamp_seconds", "Alarms that last.", labels=["kind", "subject"])
    for lasting in known.alarms:
        alarms.add_metric([lasting.alarm.kind, lasting.alarm.subject], lasting.since.timestamp())
    yield alarms
    space = GaugeMetricFamily("otklik_disk_free_bytes", "Free space.", labels=["place"])
    for place, free in known.space.items():
        space.add_metric([place], free)
    yield space


def _version() -> str:
    try:
        return version("otklik")
    except PackageNotFoundError:
        return "unknown"
