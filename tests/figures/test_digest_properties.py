"""Whatever the records are: shares are shares, sums add up, and their order does not matter."""

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.appeals.appeal import Place
from bot.appeals.record import Record
from bot.appeals.status import Status
from bot.figures.counting import topics
from bot.figures.digest import digest
from bot.figures.district_digest import district_digest, settlement_figures
from bot.figures.outcome import answered_at, open_at
from tests.figures.records import AFTER, DAY, HOUR, MONDAY, WEEK, ZONE, clock, record

SETTLEMENTS = ["lesnoe", "rechnoe"]
VOTES = st.sampled_from(["", "good", "neutral", "bad"])
HOURS = st.integers(-24 * 40, 24 * 7)
WAITS = st.integers(0, 200)


@st.composite
def one_record(draw: st.DrawFn) -> Record:
    filed, status = MONDAY + draw(HOURS) * HOUR, draw(st.sampled_from(list(Status)))
    end = filed + draw(WAITS) * HOUR
    result = draw(st.sampled_from(["solved", "explained"])) if status in (Status.ANSWERED, Status.CLOSED) else ""
    over = status in (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)
    place = Place(
        draw(st.sampled_from(SETTLEMENTS)),
        draw(st.sampled_from(["Плёс", None])),
        draw(st.sampled_from(["", "Лесная, 3"])),
    )
    return record(
        draw(st.integers(1, 99999)),
        filed_at=filed,
        due_at=filed + draw(WAITS) * HOUR,
        status=status,
        result=result,
        place=place,
        desk=place.settlement,
        topic=draw(st.sampled_from(["roads.pothole", "roads.snow", "utilities.water"])),
        first_answer_at=draw(st.sampled_from([None, end])),
        answered_at=end if result else None,
        closed_at=end + DAY if over else None,
        asked=((filed + HOUR, draw(st.sampled_from([None, filed + 3 * HOUR]))),) if draw(st.booleans()) else (),
        rating=draw(VOTES),
        followers=draw(st.integers(0, 3)),
        ratings=tuple(draw(st.lists(VOTES, max_size=4))),
        reopened=draw(st.integers(0, 2)),
        urgent=draw(st.sampled_from(["", "wire"])),
        merged=draw(st.sampled_from(["", "", "", "26-00001"])),
    )


RECORDS = st.lists(one_record(), max_size=12, unique_by=lambda one: one.number)


@given(RECORDS)
@settings(max_examples=60)
def test_shares_are_shares_and_sums_add_up(records: Sequence[Record]) -> None:
    told = digest(records, WEEK, ZONE, clock, AFTER)
    now = told.now
    assert all(part is None or 0 <= part <= 1 for part in (now.decided, now.on_time))
    assert min(now.votes.satisfied, now.votes.neutral, now.votes.unhappy, now.votes.silent) >= 0
    assert now.solved <= now.closed
    assert now.closed_in_time <= now.closed
    assert now.overdue <= now.open
    assert sum(one.received for one in told.days) == now.received
    assert sum(one.closed for one in told.days) == now.closed
    assert sum(many for _, many in topics(records, WEEK.span(ZONE))) == now.received + now.joined
    assert len(told.worst) <= 3


@given(RECORDS)
@settings(max_examples=40)
def test_the_district_is_the_sum_of_its_settlements(records: Sequence[Record]) -> None:
    told = district_digest(records, SETTLEMENTS, WEEK, ZONE, clock, AFTER)
    for name in ("received", "joined", "answered", "closed", "solved", "open", "overdue", "reopened"):
        assert sum(getattr(one, name) for _, one in told.rows) == getattr(told.whole.now, name), name


@given(RECORDS, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_records_does_not_matter(records: list[Record], dice: random.Random) -> None:
    mixed = list(records)
    dice.shuffle(mixed)
    assert digest(mixed, WEEK, ZONE, clock, AFTER) == digest(records, WEEK, ZONE, clock, AFTER)
    first, second = (district_digest(one, SETTLEMENTS, WEEK, ZONE, clock, AFTER) for one in (mixed, records))
    assert first == second


@given(RECORDS)
@settings(max_examples=40)
def test_every_living_record_is_open_or_ended(records: Sequence[Record]) -> None:
    for one in records:
        if not one.merged and one.filed_at < AFTER:
            ended = answered_at(one) is not None and answered_at(one) < AFTER
            assert not (ended and open_at(one, AFTER))


@given(RECORDS)
@settings(max_examples=20)
def test_settlements_without_records_have_zeros(records: Sequence[Record]) -> None:
    assert settlement_figures(records, ["nowhere"], WEEK.span(ZONE), clock, AFTER)["nowhere"].quiet
