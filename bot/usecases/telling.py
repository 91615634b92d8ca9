"""Brings a notice to everybody who wrote about an appeal: its author, and all who joined."""

from dataclasses import replace

from bot.appeals.appeal import Appeal
from bot.appeals.district import District
from bot.appeals.status import Action
from bot.dialogs.effects import Act, Post, Say
from bot.dialogs.message import Message, say
from bot.dialogs.notices import Notice, notice
from bot.usecases.company import Follower
from bot.usecases.store import Transaction
from bot.usecases.writing import Writer

# Before the number of a resident who only joined: what does not reach them is no trouble of the appeal's.
FOLLOWER = "follower:"


async def tell_residents(tx: Transaction, writer: Writer, district: District, appeal: Appeal, act: Act) -> None:
    """Each once, where they can be reached. A question goes to the author alone, if there is one to ask."""
    told = notice(appeal, act, district)
    if told is None:
        return
    chats = await tx.residents.reachable(appeal.resident)
    filed_in = await tx.moves.goes_to(await tx.appeals.resident_chat(appeal), appeal.filed_at)
    # Nobody reachable: it is tried all the same where it was filed, and waits there as failed.
    chat = filed_in if filed_in in chats else next(iter(chats), filed_in)
    # Whoever has just filed it is told by the answer to that.
    if chat and not (act.action is Action.MERGE and chat == act.by.address):
        # Of those who are gathered in one incident nobody has asked for anything just now.
        merged = act.action is Action.MERGE
        await (writer.in_bulk() if merged else writer).say(chat, Say(told.message, post=told.post))
    if act.action is Action.ASK and chats:
        return
    reached = await _tell_followers(tx, writer, appeal, act, told) if appeal.repeated > 1 else 0
    if not chat and not reached:
        await tx.appeals.change(appeal, {"undelivered": "erased"})


async def _tell_followers(tx: Transaction, writer: Writer, appeal: Appeal, act: Act, told: Notice) -> int:
    said = Say(_for_others(appeal, act, told), post=told.post)
    concerned = [one for one in await tx.followers.all(appeal.id) if act.action is not Action.EXPIRE or not one.rating]
    addressed = [(there, _post(told.post, one)) for one in concerned if (there := _chat(one))]
    await writer.in_bulk().say_to_each(addressed, said)
    return len(addressed)


def _for_others(appeal: Appeal, act: Act, told: Notice) -> Message:
    if act.action is Action.EXPIRE and not appeal.result:
        return replace(told.message, paragraphs=(say("told-expired-others", number=appeal.number),))
    return told.message


def _chat(one: Follower) -> str:
    return one.chat if one.chat in one.reachable else next(iter(one.reachable), "")


def _post(post: Post, one: Follower) -> Post:
    return replace(post, arg=f"{FOLLOWER}{one.resident}")


async def tell_everybody(tx: Transaction, writer: Writer, appeal: Appeal, words: Message) -> None:
    """Words that no action caused, to the author and all who joined, as far as they can be reached."""
    post = Post("notice", appeal.number)
    chats = await tx.residents.reachable(appeal.resident)
    filed_in = await tx.moves.goes_to(await tx.appeals.resident_chat(appeal), appeal.filed_at)
    chat = filed_in if filed_in in chats else next(iter(chats), "")
    followers = await tx.followers.all(appeal.id) if appeal.repeated > 1 else []
    addressed = [(there, _post(post, one)) for one in followers if (there := _chat(one))]
    await writer.say_to_each([*([(chat, post)] if chat else []), *addressed], Say(words))
