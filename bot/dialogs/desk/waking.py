"""What an officials' chat does when its time has come: albums are complete, replies leave, pictures are given up."""

from dataclasses import replace
from datetime import timedelta

from bot.appeals.appeal import Appeal
from bot.dialogs.desk.completing import complete, show
from bot.dialogs.desk.scene import DeskOutcome, DeskScene, drop, mark, put
from bot.dialogs.desk.sending import left
from bot.dialogs.desk.states import DeskTalk, Reply
from bot.dialogs.effects import Effect
from bot.dialogs.message import say

# After a reply has left, the next one about the same appeal waits until the appeal is known as that has made it.
A_MOMENT = timedelta(seconds=1)


def woken(talk: DeskTalk, scene: DeskScene) -> DeskOutcome:
    """Every reply whose time has come goes on; of one appeal at most one leaves."""
    effects: tuple[Effect, ...] = ()
    changed: set[str] = set()
    due = [one for one in talk.replies if one.wake is not None and one.wake <= scene.now]
    for reply in sorted(due, key=lambda one: (one.wake, one.id)):
        if reply.number in changed:
            talk = put(talk, replace(reply, wake=scene.now + A_MOMENT))
            continue
        changed |= {reply.number} if reply.stage == "leaving" else set()
        outcome = _go_on(talk, reply, scene.appeals.get(reply.number), scene)
        talk, effects = outcome.talk, (*effects, *outcome.effects)
    return DeskOutcome(talk, effects)


def _go_on(talk: DeskTalk, reply: Reply, appeal: Appeal | None, scene: DeskScene) -> DeskOutcome:
    if appeal is None:
        return DeskOutcome(drop(talk, reply), (mark(reply, say("reply-without-card")),))
    match reply.stage:
        case "leaving":
            return left(talk, reply, appeal, scene)
        case "drawing":
            return show(talk, reply, appeal, scene)
        case _:
            return complete(talk, reply, appeal, scene)
