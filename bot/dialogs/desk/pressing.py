"""The buttons of a card and of the choices that follow it."""

from dataclasses import replace
from datetime import date

from bot.appeals.appeal import Appeal
from bot.appeals.status import OPEN, Action, Status, next_status
from bot.dialogs.card import can_be_shown, desk_name
from bot.dialogs.desk import sending
from bot.dialogs.desk.completing import SPEAKS_FOR_ITSELF, show
from bot.dialogs.desk.offering import REASONS, chosen_day, offer_dates, offer_desks, offer_reasons
from bot.dialogs.desk.replying import begun
from bot.dialogs.desk.retopic import choose_topic, offer_topics
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, renewed, stay
from bot.dialogs.desk.states import DeskTalk
from bot.dialogs.effects import Act, NoteIntrusion, Post, PutOff, Say, ShowHistory, ShowOnSite, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Phrase, message, say
from bot.dialogs.resident.wording import status_phrase

# What each button of the card does in the end; a closed appeal has no such buttons, but old messages do.
MEANS = {
    "answer": Action.ANSWER,
    "ask": Action.ASK,
    "solve": Action.SOLVE,
    "explain": Action.EXPLAIN,
    "transfer": Action.TRANSFER,
    "to": Action.TRANSFER,
    "hand": Action.TRANSFER,
    "retopic": Action.RETOPIC,
    "topic": Action.RETOPIC,
    "extend": Action.EXTEND,
    "until": Action.EXTEND,
    "decline": Action.DECLINE,
    "because": Action.DECLINE,
}

# No run of days off is longer.


def pressed(talk: DeskTalk, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Refuses what is foreign, then does what the button says."""
    kind, verb, target, arg = _parse(event.data)
    if not scene.member:
        return _intrusion(talk, event, "not_a_member")
    if kind == "r" and scene.desks:
        return _on_preview(talk, verb, target, event, scene)
    appeal = scene.appeals.get(target)
    if kind != "d" or appeal is None or not scene.desks:
        return _intrusion(talk, event, "foreign_press")
    if appeal.desk not in scene.desks:
        return _tell(talk, event, say("card-moved", desk=desk_name(scene.district, appeal.desk)))
    if verb in MEANS and next_status(appeal.status, MEANS[verb]) is None:
        return _tell(talk, event, say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))
    return _on_card(talk, verb, arg, appeal, event, scene)


def _parse(data: str) -> tuple[str, str, str, str]:
    parts = [*data.split(":", 3), "", "", ""][:4]
    return parts[0], parts[1], parts[2], parts[3]


def _intrusion(talk: DeskTalk, event: ButtonPressed, what: str) -> DeskOutcome:
    refused = Tell(event.press, event.sender.address, say("press-refused"))
    return stay(talk, refused, NoteIntrusion(event.sender, what))


def _tell(talk: DeskTalk, event: ButtonPressed, words: Phrase) -> DeskOutcome:
    return stay(talk, Tell(event.press, event.sender.address, words))


def _on_preview(talk: DeskTalk, verb: str, target: str, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    reply = talk.reply(target)
    if reply is not None and reply.number in scene.appeals:
        return sending.pressed(talk, verb, reply, event, scene)
    # Whoever hurries to recall must know that it is too late, not that a button is old.
    gone = reply is None and verb == "recall" and talk.grown_from(target) is None
    return _tell(talk, event, say("recall-too-late") if gone else say("button-stale"))


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
            return offer_desks(talk, arg, appeal, event, scene)
        case "to" if scene.district.has_desk(arg) and arg != appeal.desk:
            return _to_desk(talk, arg, appeal, event, scene)
        case "hand" if scene.district.has_desk(arg) and arg != appeal.desk:
            return sending.hand_over(talk, arg, appeal, event, scene)
        case "retopic":
            return offer_topics(talk, arg, appeal, event, scene)
        case "topic":
            return choose_topic(talk, arg, appeal, event, scene)
        case "extend":
            return offer_dates(talk, appeal, event, scene)
        case "until":
            return _until(talk, arg, appeal, event, scene)
        case "decline":
            return offer_reasons(talk, appeal, event)
        case "tomorrow":
            return _put_off(talk, appeal, event, scene)
        case "release" | "hide" if scene.open_figures and can_be_shown(appeal):
            return _on_site(talk, appeal, event, shown=verb == "release")
        case "because" if arg in REASONS:
            return _because(talk, arg, appeal, event, scene)
        case _:
            return _tell(talk, event, say("button-stale"))


def _accept(talk: DeskTalk, appeal: Appeal, event: ButtonPressed) -> DeskOutcome:
    """Two officials press at once: one wins, the other is told who."""
    by = event.sender
    if appeal.status is Status.NEW:
        done = Tell(event.press, by.address, say("accepted-you", number=appeal.number))
        return stay(talk, Act(appeal.number, Action.ACCEPT, by), done)
    if appeal.accepted_by and appeal.status in OPEN:
        return _tell(talk, event, say("accepted-already", name=appeal.accepted_by))
    return _tell(talk, event, say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))


def _put_off(talk: DeskTalk, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """Until the morning of the next working day; colleagues see it in the reminder."""
    if appeal.status not in OPEN:
        return _tell(talk, event, say("not-possible-now", number=appeal.number, status=status_phrase(appeal)))
    working = scene.desk_time(appeal.desk)
    day = working.next_workday(scene.now.astimezone(working.zone).date())
    told = Tell(event.press, event.sender.address, say("reminder-tomorrow", number=appeal.number, day=day))
    return stay(talk, PutOff(appeal.number, appeal.desk, day), told)


def _on_site(talk: DeskTalk, appeal: Appeal, event: ButtonPressed, *, shown: bool) -> DeskOutcome:
    """Faces, number plates and names in the words are the official's affair: the toast says so."""
    words = say("site-shown") if shown else say("site-hidden")
    by = event.sender
    return stay(talk, ShowOnSite(appeal.number, by, shown), Tell(event.press, by.address, words))


def _prompt(
    talk: DeskTalk,
    intent: str,
    arg: str,
    appeal: Appeal,
    event: ButtonPressed,
    *,
    warning: Phrase | None = None,
    **args: str | date | Phrase,
) -> DeskOutcome:
    """Asks the one who pressed to answer this very message; the message itself remembers what for."""
    words = say(f"prompt-{intent}", number=appeal.number, **args)
    post = Post("prompt", appeal.number, f"{intent}:{arg}" if arg else intent)
    asking = message(words, warning or "")
    return stay(talk, Say(asking, post=post, reply_to=event.message, mention=event.sender))


def _to_desk(talk: DeskTalk, desk: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    name = scene.district.desk(desk).name
    nobody = say("desk-without-chat", desk=name) if desk in scene.chatless else None
    return _prompt(talk, "transfer", desk, appeal, event, warning=nobody, desk=name)


def _until(talk: DeskTalk, arg: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    day = chosen_day(arg, appeal, scene)
    if day is None:
        return _tell(talk, event, say("date-passed"))
    return _prompt(talk, "extend", arg, appeal, event, until=day)


def _because(talk: DeskTalk, reason: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    if reason not in SPEAKS_FOR_ITSELF:
        return _prompt(talk, "decline", reason, appeal, event)
    talk, reply = renewed(talk, begun(talk, appeal, "decline", reason, event.sender))
    return show(talk, replace(reply, asked_in=event.message), appeal, scene)
