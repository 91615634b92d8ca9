"""The buttons under a preview: only «Отправить жителю» lets it go, and not at once."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.appeals.status import Action
from bot.dialogs.desk.completing import complete, show
from bot.dialogs.desk.overtaking import give_way, informed, overtake, overtaken
from bot.dialogs.desk.preview import act_of, is_one_message, obstacle, passing, preview, shortened
from bot.dialogs.desk.replying import begun
from bot.dialogs.desk.scene import (
    DeskOutcome,
    DeskScene,
    drop,
    mark,
    preview_key,
    put,
    remark,
    remember_sent,
    renewed,
    shows,
    stay,
)
from bot.dialogs.desk.states import DeskTalk, Reply
from bot.dialogs.effects import Post, Say, Tell
from bot.dialogs.events import ButtonPressed
from bot.dialogs.message import Button, Message, Phrase, say


def pressed(talk: DeskTalk, verb: str, reply: Reply, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """«Отправить жителю», «Как заметку», «Отмена», «Отозвать»."""
    appeal = scene.appeals[reply.number]
    match verb, reply.stage:
        case "send", "shown":
            return _send(talk, reply, appeal, event, scene)
        case "note", "shown":
            return _note(talk, reply, appeal, event, scene)
        case "drop", "shown":
            return DeskOutcome(drop(talk, reply), (mark(reply, say("preview-dropped")),))
        case "solve", "shown" if reply.intent == "answer":
            return _as_solution(talk, reply, appeal, scene)
        case "recall", "leaving":
            return _recall(talk, reply, appeal, scene)
        case "send", "leaving":
            return stay(talk, _tell(event, say("reply-leaving")))
        case _:
            return stay(talk, _tell(event, say("button-stale")))


def _tell(event: ButtonPressed, words: Phrase) -> Tell:
    return Tell(event.press, event.sender.address, words)


def _send(talk: DeskTalk, reply: Reply, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    blocked = obstacle(reply, appeal, scene)
    if blocked is not None:
        return stay(talk, _tell(event, blocked), shows(reply, preview(shortened(reply), appeal, scene)))
    warning = overtaken(reply, appeal, event.sender)
    if warning is not None:
        again = _anew(talk, informed(reply, appeal), appeal, scene, warning)
        return replace(again, effects=(_tell(event, say("preview-replaced")), *again.effects))
    leaving, shown = _on_its_way(replace(reply, by=event.sender), appeal, scene)
    return DeskOutcome(overtake(put(talk, leaving), leaving), (shows(reply, shown),))


def _on_its_way(reply: Reply, appeal: Appeal, scene: DeskScene) -> tuple[Reply, Message]:
    """The reply with its time to recall begun, and how that looks."""
    leaving = replace(reply, stage="leaving", wake=scene.now + scene.recall)
    recall = ((Button(say("desk-recall"), f"r:recall:{reply.id}"),),)
    title = say("preview-leaving", seconds=int(scene.recall.total_seconds()))
    return leaving, passing(shortened(leaving), appeal, scene, title, recall)


def hand_over(talk: DeskTalk, desk: str, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    """To the desk of the new topic by one press: the topic is the reason, and there is still the time to recall."""
    if any(one.number == appeal.number and one.stage == "leaving" for one in talk.replies):
        return stay(talk, _tell(event, say("reply-leaving")))
    talk, reply = renewed(talk, begun(talk, appeal, "transfer", desk, event.sender))
    leaving, shown = _on_its_way(replace(reply, asked_in=event.message), appeal, scene)
    said = Say(shown, Post("preview", appeal.number, str(reply.id)), preview_key(reply), event.message)
    return DeskOutcome(overtake(put(talk, leaving), leaving), (said,))


def _anew(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene, heading: Phrase) -> DeskOutcome:
    """Another preview below, so that it is seen; the buttons of the older one mean nothing from now on."""
    talk, fresh = renewed(talk, reply)
    shown = show(talk, fresh, appeal, scene, heading)
    return replace(shown, effects=(mark(reply, say("preview-replaced")), *shown.effects))


def _as_solution(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """«Сделали» and a photo in answer to the card: one press makes it a solution, shown anew before it goes."""
    talk, fresh = renewed(talk, replace(reply, intent="solve"))
    shown = complete(talk, fresh, appeal, scene)
    return replace(shown, effects=(mark(reply, say("preview-replaced")), *shown.effects))


def _note(talk: DeskTalk, reply: Reply, appeal: Appeal, event: ButtonPressed, scene: DeskScene) -> DeskOutcome:
    if appeal.desk not in scene.desks or not reply.has_words_or_photos:
        blocked = obstacle(reply, appeal, scene) or say("button-stale")
        return stay(talk, _tell(event, blocked), shows(reply, preview(shortened(reply), appeal, scene)))
    act = replace(act_of(reply, scene), action=Action.NOTE, arg="", until=None, collage=None)
    return DeskOutcome(drop(talk, reply), (act, mark(reply, say("preview-noted"))))


def _recall(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """Shown whole once more: what is sent next must be what is seen."""
    back, heading = replace(reply, stage="shown", wake=None), say("preview-recalled")
    talk = give_way(talk, reply)
    if not is_one_message(reply):
        return _anew(talk, back, appeal, scene, heading)
    return DeskOutcome(put(talk, back), (shows(reply, preview(back, appeal, scene, heading)),))


def left(talk: DeskTalk, reply: Reply, appeal: Appeal, scene: DeskScene) -> DeskOutcome:
    """The time to recall has passed: now it is done, unless the appeal has changed under it."""
    blocked = obstacle(reply, appeal, scene)
    if blocked is not None:
        back = replace(reply, stage="shown", wake=None)
        # An edited message rings no bell, and the official has gone away believing that it was sent.
        loud = remark(blocked, appeal.number, reply.asked_in, by=reply.by)
        return DeskOutcome(put(talk, back), (shows(reply, preview(shortened(back), appeal, scene)), loud))
    talk = remember_sent(drop(talk, reply), reply)
    title = say("preview-sent", at=scene.now, name=reply.by.name)
    shown = passing(shortened(reply), appeal, scene, title)
    return DeskOutcome(talk, (act_of(reply, scene), shows(reply, shown)))
