"""What `otklik check` says of the jobs that the service does by the clock."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.usecases.minding_jobs import JobRecord

# Each job, how often it gives a sign of life, and what it is for people.
JOBS = {
    "wake": (timedelta(minutes=1), "черновики и отложенные ответы"),
    "expire_silent": (timedelta(minutes=1), "закрытие без ответа жителя"),
    "send_digests": (timedelta(minutes=1), "сводки"),
    "remind": (timedelta(minutes=1), "напоминания"),
    "alert": (timedelta(minutes=1), "тревоги куратору"),
    "escalate": (timedelta(minutes=1), "просрочка — главе и куратору"),
    "forget_handled": (timedelta(hours=1), "уборка входящих"),
    "forget_silent": (timedelta(hours=1), "удаление контактов по сроку"),
    "remove_photos": (timedelta(minutes=1), "удаление ненужных фото"),
    "sweep_photos": (timedelta(hours=1), "поиск ненужных фото"),
}
# So much later than expected is too late.
LATE = timedelta(minutes=10)


def clockwork(records: Sequence[JobRecord], now: datetime, zone: ZoneInfo) -> list[tuple[bool, str]]:
    """Whether all is well, and in words; one line if it is."""
    known = [one for one in records if one.name in JOBS]
    if not known:
        return [(True, "служба ещё не запускалась")]
    alive = [one for one in known if not _silent(one, now)]
    if not alive:
        last = max(_seen(one) for one in known)
        return [(False, f"стоят с {_moment(last, zone)}: запустите otklik run, а если служба запущена, перезапустите")]
    return [(False, words) for words in _troubles(known, now, zone)] or [(True, "всё делается вовремя")]


def _troubles(records: Iterable[JobRecord], now: datetime, zone: ZoneInfo) -> Iterable[str]:
    for one in records:
        what = JOBS[one.name][1]
        if one.failures and one.failed_at:
            yield (
                f"{what}: не получается, неудач подряд: {one.failures}, последняя {_moment(one.failed_at, zone)}"
                f" ({one.error}). Служба пробует снова сама; если не проходит, пришлите разработчикам журнал"
            )
        elif _silent(one, now):
            yield f"{what}: не было с {_moment(_seen(one), zone)}. Перезапустите службу"


def _silent(record: JobRecord, now: datetime) -> bool:
    return now - _seen(record) > JOBS[record.name][0] + LATE


def _seen(record: JobRecord) -> datetime:
    """When it was last heard of; every row has at least one of the two."""
    return max(one for one in (record.succeeded_at, record.failed_at) if one is not None)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%d.%m.%Y %H:%M")
