"""The buttons of a card and of the choices that follow it."""

from datetime import date, timedelta

from bot.appeals.appeal import Appeal
from bot.appeals.status import Action, Status, next_status
from bot.dialogs.desk import replying
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, put, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.effects import Act, NoteIntrusion, Post, Say, ShowHistory, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Button, Phrase, message, say
from bot.dialogs.resident.wording import status_phrase

REASONS = ("not_ours", "too_little", "abuse")
EXTENSIONS = (1, 3, 5, 10, 20)
DESKS_A_PAGE = 7
# No row of days off is longer; more means a broken calendar.
NEVER_LONGER = 30


def pressed(talk: DeskTalk, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Refuses what is foreign, then does what the button says."""
    kind, verb, target, arg = _parse(event.data)
    if kind == "r":
        reply = talk.reply(target)
        if not scene.member:
            return _intrusion(talk, event, "not_a_member")
        if reply is None or reply.number not in scene.appeals:
            return stay(talk, Tell(event.press, event.sender.address, say("button-stale")))
        return replying.pressed(talk, verb, reply, event, scene)
    appeal = scene.appeals.get(target)
    if kind != "d" or appeal is None or not scene.member:
        return _intrusion(talk, event, "foreign_press" if scene.member else "not_a_member")
    if appeal.desk not in scene.desks:
        words = say("card-moved", desk=scene.district.desk(appeal.desk).name)
        return stay(talk, Tell(event.press, event.sender.address, words))
    return _on_card(talk, verb, arg, appeal, event, scene)


def _parse(data: str) -> tuple[str, str, str, str]:
    parts = [*data.split(":", 3), "", "", ""][:4]
    return parts[0], parts[1], parts[2], parts[3]


def _intrusion(talk: DeskTalk, event: ButtonPressed, what: str) -> DeskOutcome:
    refused = Tell(event.press, event.sender.address, say("press-refused"))
    return stay(talk, refused, NoteIntrusion(event.sender, what))


def _on_card(
    talk: DeskTalk, verb: str, arg: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene
) -> DeskOutcome:
    match verb:
        case "accept":
            return _accept(talk, appeal, event)
        case "history":
            return stay(talk, ShowHistory(appeal.number, event.message))
        case "answer" | "ask" | "solve" | "explain":
            return _prompt(talk, verb, "", appeal, event)
        case "transfer":
            return _offer_desks(talk, int(arg) if arg.isdecimal() else 0, appeal, event, scene)
        case "to" if scene.district.has_desk(arg) and arg != appeal.desk:
            return _prompt(talk, "transfer", arg, appeal, event, desk=scene.district.desk(arg).name)
        case "extend":
            return _offer_dates(talk, appeal, event, scene)
        case "until" if _is_date(arg):
            return _prompt(talk, "extend", arg, appeal, event, until=date.fromisoformat(arg))
        case "decline":
            return _offer_reasons(talk, appeal, event)
        case "because" if arg in REASONS:
            return _because(talk, arg, appeal, event, scene)
        case _:
            return stay(talk, Tell(event.press, event.sender.address, say("button-stale")))


def _is_date(arg: str) -> bool:
    try:
        date.fromisoformat(arg)
    except ValueError:
        return False
    return len(arg) == len("2026-11-27")


def _accept(talk: DeskTalk, appeal: Appeal, event: ButtonPressed) -> DeskOutcome:
    """Two officials press at once: one wins, the other is told who."""
    by = event.sender
    if appeal.status is Status.NEW:
        done = Tell(event.press, by.address, say("accepted-you", number=appeal.number))
        return stay(talk, Act(appeal.number, Action.ACCEPT, by), done)
    words = (
        say("accepted-already", name=appeal.accepted_by)
        if appeal.accepted_by
        else say("not-possible-now", number=appeal.number, status=status_phrase(appeal))
    )
    return stay(talk, Tell(event.press, by.address, words))


def _prompt(
    talk: DeskTalk, intent: str, arg: str, appeal: Appeal, event: ButtonPressed, **args: str | date | Phrase
) -> DeskOutcome:
    """Asks the one who pressed to answer this very message; the message itself remembers what for."""
    if next_status(appeal.status, Action(intent)) is None:
        words = say("not-possible-now", number=appeal.number, status=status_phrase(appeal))
        return stay(talk, Tell(event.press, event.sender.address, words))
    words = say(f"prompt-{intent}", number=appeal.number, **args)
    post = Post("prompt", appeal.number, f"{intent}:{arg}" if arg else intent)
    return stay(talk, Say(message(words), post=post, reply_to=event.message, mention=event.sender))


def _offer_desks(talk: DeskTalk, page: int, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    desks = [one for one in scene.district.desks if one.code != appeal.desk]
    first = page * DESKS_A_PAGE
    rows = [
        (Button(say("button-option", name=one.name), f"d:to:{appeal.number}:{one.code}"),)
        for one in desks[first : first + DESKS_A_PAGE]
    ]
    # VK takes six rows: from the sixth desk on, two stand in a row.
    if len(rows) > 5:
        rows = [(*rows[at], *(rows[at + 1] if at + 1 < len(rows) else ())) for at in range(0, len(rows), 2)]
    if first + DESKS_A_PAGE < len(desks):
        rows.append((Button(say("button-page-next"), f"d:transfer:{appeal.number}:{page + 1}"),))
    elif page > 0:
        rows.append((Button(say("button-page-back"), f"d:transfer:{appeal.number}:0"),))
    return stay(talk, Say(message(say("transfer-where", number=appeal.number), buttons=tuple(rows)), _about(appeal)))


def _about(appeal: Appeal) -> Post:
    return Post("about", appeal.number)


def _offer_dates(talk: DeskTalk, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Working days to choose from: fewer mistakes than typing a date."""
    start = max(appeal.due_at, scene.now).astimezone(scene.district.time_zone).date()
    days = [_working_day(start + timedelta(days=some), scene) for some in EXTENSIONS]
    rows = tuple(
        (Button(say("button-date", day=one), f"d:until:{appeal.number}:{one.isoformat()}"),)
        for one in dict.fromkeys(days)
    )
    return stay(talk, Say(message(say("extend-until", number=appeal.number), buttons=rows), _about(appeal)))


def _working_day(day: date, scene: DeskScene) -> date:
    for later in range(NEVER_LONGER):
        if scene.works_on(day + timedelta(days=later)):
            return day + timedelta(days=later)
    return day


def _offer_reasons(talk: DeskTalk, appeal: Appeal, event: ButtonPressed) -> DeskOutcome:
    rows = tuple(
        (Button(say(f"decline-{one.replace('_', '-')}"), f"d:because:{appeal.number}:{one}"),) for one in REASONS
    )
    return stay(talk, Say(message(say("decline-why", number=appeal.number), buttons=rows), _about(appeal)))


def _because(talk: DeskTalk, reason: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    if reason not in replying.SPEAKS_FOR_ITSELF:
        return _prompt(talk, "decline", reason, appeal, event)
    reply = replying.at_once(talk, appeal, "decline", reason, event.sender, event.message)
    talk = put(DeskTalk(talk.replies, talk.serial + 1, talk.sent), reply)
    return replying.show(talk, reply, appeal, scene)
