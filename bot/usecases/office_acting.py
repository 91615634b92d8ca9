"""Acts on an appeal from the coordinator's desk: by the same use-case as the buttons of the chats."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import structlog

from bot.appeals.appeal import Appeal, Photo
from bot.appeals.status import Action, next_status
from bot.dialogs.effects import Act
from bot.dialogs.events import Person
from bot.dialogs.history import Entry
from bot.dialogs.message import Message, Phrase, say
from bot.dialogs.notices import notice
from bot.dialogs.resident.wording import place_name
from bot.usecases.acting import Actor
from bot.usecases.office_browsing import Browsing
from bot.usecases.service import CollageWords, NoRoom, Service
from bot.usecases.visiting import Rights
from bot.usecases.writing import Writer

log = structlog.get_logger()

ACTIONS = (
    Action.ACCEPT,
    Action.ANSWER,
    Action.SOLVE,
    Action.EXPLAIN,
    Action.ASK,
    Action.EXTEND,
    Action.TRANSFER,
    Action.RETOPIC,
    Action.DECLINE,
    Action.NOTE,
)
WITH_PHOTOS = frozenset({Action.ANSWER, Action.SOLVE, Action.EXPLAIN, Action.ASK})
# These claim that something is done: the resident's own picture proves nothing there.
CLAIMS = frozenset({Action.ANSWER, Action.SOLVE, Action.EXPLAIN})
NEEDS_WORDS = frozenset({Action.ASK, Action.TRANSFER, Action.EXTEND, Action.NOTE})
REASONS = ("not_ours", "too_little", "abuse")
SPEAKS_FOR_ITSELF = frozenset({"abuse", "too_little"})
# The resident is told of these, so that they are shown before they go.
SHOWN_FIRST = frozenset(
    {Action.ANSWER, Action.ASK, Action.SOLVE, Action.EXPLAIN, Action.EXTEND, Action.TRANSFER, Action.DECLINE}
)
EXTENSIONS = (1, 3, 5, 10, 20)
# No run of days off is longer.
_NEVER_LONGER = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody means to do; `seen` is how many entries the history had on the page that it was written on."""

    number: str
    action: Action
    seen: int
    text: str = ""
    photos: tuple[Photo, ...] = ()
    arg: str = ""
    collage: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; `visible` tells whether the person may still look at the appeal."""

    appeal: Appeal
    visible: bool


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was done: these things happened since the page was shown."""

    news: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Amiss:
    """Nothing was done: what is to be put right first."""

    words: Phrase


@dataclass(frozen=True, slots=True)
class Shown:
    """What the resident will see; `deed` holds its picture «до/после» and only the photos that may go."""

    deed: Deed
    message: Message


@dataclass(frozen=True, slots=True)
class DeskActing:
    """Checks, shows and does what a visitor of the desk means to do."""

    service: Service

    async def show(self, rights: Rights, deed: Deed, by_name: str) -> Shown | Overtaken | Amiss | None:
        """What would go to the resident, with «до/после» drawn; None where there is no such appeal for them."""
        opened = await Browsing(self.service).one(rights, deed.number)
        if opened is None:
            return None
        if len(opened.entries) > deed.seen:
            return Overtaken(opened.entries[deed.seen :])
        fresh = self._not_seen_before(deed, opened.appeal)
        if len(fresh) < len(deed.photos) and not deed.text:
            return Amiss(say("photo-same-as-before"))
        deed = replace(deed, photos=fresh)
        wrong = self.wrong(deed, opened.appeal)
        if wrong is not None:
            return Amiss(wrong)
        if deed.action is Action.SOLVE and deed.photos and opened.appeal.before:
            deed = replace(deed, collage=await self._collage(deed, opened.appeal))
        told = notice(opened.appeal, self._act(deed, opened.appeal.desk, by_name, ""), self.service.district)
        return Shown(deed, told.message if told else Message(()))

    async def do(self, rights: Rights, deed: Deed, name: str, address: str) -> Done | Overtaken | Amiss | None:
        """In one transaction; None where there is no such appeal for them."""
        now = self.service.now()
        async with self.service.store.transaction() as tx:
            appeal = await tx.appeals.get(deed.number)
            if appeal is None or not rights.sees(appeal):
                return None
            entries = await tx.appeals.history(appeal)
            if len(entries) > deed.seen:
                return Overtaken(tuple(entries[deed.seen :]))
            wrong = self.wrong(deed, appeal)
            if wrong is not None:
                return Amiss(wrong)
            actor = Actor(self.service, tx, Writer(tx, self.service.words, now), now)
            changed = await actor.act(self._act(deed, appeal.desk, name, address), "")
        self.service.bell.ring()
        return Done(changed, rights.sees(changed))

    def wrong(self, deed: Deed, appeal: Appeal) -> Phrase | None:
        """Why it cannot be done as it stands."""
        if next_status(appeal.status, deed.action) is None:
            return say("office-not-now")
        speaks = deed.action is Action.DECLINE and deed.arg in SPEAKS_FOR_ITSELF
        if deed.action in NEEDS_WORDS | {Action.DECLINE} and not deed.text and not speaks:
            return say("office-needs-words")
        if deed.action in CLAIMS and not deed.text and not deed.photos:
            return say("office-needs-something")
        return self._wrong_choice(deed, appeal)

    def _wrong_choice(self, deed: Deed, appeal: Appeal) -> Phrase | None:
        district = self.service.district
        match deed.action:
            case Action.TRANSFER if not district.has_desk(deed.arg) or deed.arg == appeal.desk:
                return say("office-choose-desk")
            case Action.RETOPIC if deed.arg not in district.topics or deed.arg == appeal.topic:
                return say("office-choose-topic")
            case Action.DECLINE if deed.arg not in REASONS:
                return say("office-choose-reason")
            case Action.EXTEND if deed.arg not in [one.isoformat() for one in self.days(appeal)]:
                return say("office-choose-day")
        return None

    def days(self, appeal: Appeal) -> list[date]:
        """Working days to extend to."""
        working = self.service.desk_time(appeal.desk)
        start = max(appeal.due_at, self.service.now()).astimezone(working.zone).date()
        days = [self._working_day(start + timedelta(days=some), appeal.desk) for some in EXTENSIONS]
        latest = max(appeal.due_at, self.service.now())
        return [one for one in dict.fromkeys(days) if working.closes(one) > latest]

    def _working_day(self, day: date, desk: str) -> date:
        working = self.service.desk_time(desk)
        later = (day + timedelta(days=some) for some in range(_NEVER_LONGER))
        return next((one for one in later if working.works_on(one)), day)

    def _act(self, deed: Deed, desk: str, name: str, address: str) -> Act:
        until = None
        if deed.action is Action.EXTEND:
            until = self.service.desk_time(desk).closes(date.fromisoformat(deed.arg))
        return Act(
            deed.number,
            deed.action,
            Person(address, name),
            text=deed.text,
            photos=deed.photos,
            arg=deed.arg,
            until=until,
            collage=deed.collage or None,
        )

    def _not_seen_before(self, deed: Deed, appeal: Appeal) -> tuple[Photo, ...]:
        """A photo that the resident sent as «до» proves nothing as «после»."""
        before: Sequence[Photo] = appeal.before if deed.action in CLAIMS else ()
        same = self.service.photos.looks_same
        return tuple(
            one for one in deed.photos if not any(same(one.fingerprint, other.fingerprint) for other in before)
        )

    async def _collage(self, deed: Deed, appeal: Appeal) -> str:
        """The picture's file; nothing where it cannot be drawn, and then the photos go alone."""
        zone, words, photos = self.service.district.time_zone, self.service.words, self.service.photos
        captions = CollageWords(
            before=words(say("collage-before", day=appeal.filed_at.astimezone(zone).date())),
            after=words(say("collage-after", day=self.service.now().astimezone(zone).date())),
            title=words(
                say("collage-title", number=appeal.number, place=place_name(self.service.district, appeal.place))
            ),
        )
        try:
            before = tuple([await photos.open(one.file) for one in appeal.before])
            after = tuple([await photos.open(one.file) for one in deed.photos])
            return await photos.collage(before, after, captions)
        except (NoRoom, OSError, ValueError):
            log.exception("the picture could not be drawn", action="draw_collage", number=appeal.number)
            return ""
