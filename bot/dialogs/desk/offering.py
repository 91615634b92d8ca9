"""Choices that a card's button leads to: another desk, another date, a reason."""

from datetime import date, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.working_time import WorkingTime
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.effects import Post, Replace, Say, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Button, Message, Rows, message, say

# The posts of such messages carry this: an answer to them in words is no reply to the resident.
CHOICE = "choice"
REASONS = ("not_ours", "too_little", "abuse")
EXTENSIONS = (1, 3, 5, 10, 20)
DESKS_A_PAGE = 7
# From so many choices on two stand in a row: VK takes six rows, and one of them turns the page.
MANY = 6
# No row of days off is longer; more means a broken calendar.
NEVER_LONGER = 30
A_YEAR = timedelta(days=366)


def offer_desks(talk: DeskTalk, page: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """The other desks; `page` is empty on the card's own button, and turning a page changes the message."""
    desks = [one for one in scene.district.desks if one.code != appeal.desk]
    if not desks:
        return stay(talk, Tell(event.press, event.sender.address, say("transfer-nowhere")))
    last = (len(desks) - 1) // DESKS_A_PAGE
    at = min(int(page), last) if page.isdecimal() and len(page) < 4 else 0
    buttons = [
        Button(say("button-option", name=one.name), f"d:to:{appeal.number}:{one.code}")
        for one in desks[at * DESKS_A_PAGE : (at + 1) * DESKS_A_PAGE]
    ]
    rows = (*_rows(buttons), *_turning(appeal.number, at, last))
    shown, key = message(say("transfer-where", number=appeal.number), buttons=rows), f"transfer:{appeal.number}"
    return stay(talk, Replace(key, shown) if page else _said(shown, appeal, event, key))


def _rows(buttons: list[Button]) -> Rows:
    width = 2 if len(buttons) >= MANY else 1
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def _turning(number: str, page: int, last: int) -> Rows:
    back = (Button(say("button-page-back"), f"d:transfer:{number}:{page - 1}"),) if page > 0 else ()
    on = (Button(say("button-page-next"), f"d:transfer:{number}:{page + 1}"),) if page < last else ()
    return ((*back, *on),) if back or on else ()


def _said(shown: Message, appeal: Appeal, event: ButtonPressed, key: str = "") -> Say:
    return Say(shown, post=Post("about", appeal.number, CHOICE), key=key, reply_to=event.message)


def offer_dates(talk: DeskTalk, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Working days to choose from: fewer mistakes than typing a date."""
    working = scene.desk_time(appeal.desk)
    start = max(appeal.solve_due_at, scene.now).astimezone(working.zone).date()
    days = [_working_day(start + timedelta(days=some), working) for some in EXTENSIONS]
    rows = tuple(
        (Button(say("button-date", day=one), f"d:until:{appeal.number}:{one.isoformat()}"),)
        for one in dict.fromkeys(days)
    )
    return stay(talk, _said(message(say("extend-until", number=appeal.number), buttons=rows), appeal, event))


def _working_day(day: date, working: WorkingTime) -> date:
    later = (day + timedelta(days=some) for some in range(NEVER_LONGER))
    return next((one for one in later if working.works_on(one)), day)


def chosen_day(words: str, appeal: Appeal, scene: DeskScene) -> date | None:
    """The day on a button, None where it is none, not a working one, or no longer an extension."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    working = scene.desk_time(appeal.desk)
    latest = scene.now.astimezone(working.zone).date() + A_YEAR
    if day.isoformat() != words or day > latest or not working.works_on(day):
        return None
    return day if working.closes(day) > max(scene.now, appeal.solve_due_at) else None


def offer_reasons(talk: DeskTalk, appeal: Appeal, event: ButtonPressed) -> DeskOutcome:
    rows = tuple(
        (Button(say(f"decline-{one.replace('_', '-')}"), f"d:because:{appeal.number}:{one}"),) for one in REASONS
    )
    return stay(talk, _said(message(say("decline-why", number=appeal.number), buttons=rows), appeal, event))
