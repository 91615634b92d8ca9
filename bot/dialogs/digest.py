"""A head's digest in words: one screen of a phone, what needs the head first."""

from collections.abc import Iterator
from datetime import timedelta

from bot.appeals.district import District
from bot.dialogs.case import case_buttons
from bot.dialogs.digest_wording import block, listed, moment_phrase, percent, period_phrase, time_phrase
from bot.dialogs.message import Message, Phrase, Rows, message, say
from bot.dialogs.resident.wording import place_name, shortly, topic_name
from bot.figures.digest import Digest, Worst
from bot.figures.places import Repeat

# So that even long names leave the whole on one screen of a phone.
_TITLE, _PLACE, _WORDS = 46, 26, 80
_TOPICS, _REPEATS = 3, 1


def digest_message(digest: Digest, title: str, district: District, *, waits: bool = True) -> Message:
    """`title` is the settlement's name. A quiet period takes two lines; `waits` says what needs the head first."""
    head = say("digest-title", title=shortly(title, _TITLE), period=period_phrase(digest.period))
    if digest.now.quiet:
        quiet = block([head, say("digest-quiet", kind=digest.period.kind)])
        return message(*quiet, *thanks(digest))
    return message(
        head,
        *(block(list(needs(digest, district))) if waits else ()),
        *block(list(main_figures(digest))),
        *block(list(_voices(digest, district))),
        *thanks(digest),
        buttons=worst_buttons(digest) if waits else (),
    )


def worst_buttons(digest: Digest) -> Rows:
    """Each shows its case in this chat: a link to the desk's would open for nobody else."""
    return case_buttons(one.number for one in digest.worst)


def needs(digest: Digest, district: District) -> Iterator[Phrase]:
    """What waits for the head, with the numbers of the cards."""
    now = digest.now
    if digest.worst:
        yield say("digest-worst")
        for case in digest.worst:
            line = _case(case, district)
            yield say("digest-worst-urgent", line=line) if case.urgent else line
    if now.overdue > sum(one.overdue is not None for one in digest.worst):
        yield say("digest-overdue-all", count=now.overdue)
    if now.reopened > sum(one.overdue is None for one in digest.worst):
        yield say("digest-reopened", count=now.reopened)
    if not now.overdue:
        yield say("digest-overdue-none")


def _case(case: Worst, district: District) -> Phrase:
    topic, place = shortly(topic_name(district, case.topic), _PLACE), shortly(place_name(district, case.place), _PLACE)
    if case.overdue is None:
        return say("digest-worst-reopened", number=case.number, topic=topic, place=place)
    due = moment_phrase(case.due_at, district.time_zone)
    return say("digest-worst-overdue", number=case.number, topic=topic, place=place, due=due)


def main_figures(digest: Digest) -> Iterator[Phrase]:
    """How many and how fast, beside the period before and what is usual."""
    now, kind = digest.now, digest.period.kind
    joined = say("digest-joined", count=now.joined) if now.joined else ""
    yield say("digest-received", count=now.received, was=digest.before.received, joined=joined, kind=kind)
    if now.received or now.answered:
        yield say("digest-answered", count=now.answered)
    if now.decided is None:
        yield say("digest-closed-none", open=now.open)
    else:
        yield say("digest-closed", count=now.closed, solved=now.solved, share=percent(now.decided), open=now.open)
    if now.on_time is not None:
        yield _on_time(percent(now.on_time), digest.before.on_time)
    if now.first_answer is not None:
        compared, usual = _compared(digest, now.first_answer, digest.before.first_answer, digest.norm_first_answer)
        yield say("digest-first-answer", time=time_phrase(now.first_answer), compared=compared, usual=usual)
    if now.solution is not None:
        compared, usual = _compared(digest, now.solution, digest.before.solution, digest.norm_solution)
        yield say("digest-solution", time=time_phrase(now.solution), compared=compared, usual=usual)


def _on_time(share: int, before: float | None) -> Phrase:
    was = share if before is None else percent(before)
    if was == share:
        return say("digest-on-time", share=share)
    return say("digest-on-time-better" if share > was else "digest-on-time-worse", share=share, was=was)


def _compared(
    digest: Digest, now: timedelta, was: timedelta | None, usual: timedelta | None
) -> tuple[Phrase | str, Phrase | str]:
    """Against the period before and against the norm; what reads the same is not said."""
    said = time_phrase(now)
    compared: Phrase | str = ""
    usually: Phrase | str = ""
    if was is not None and time_phrase(was) != said:
        kind, then = digest.period.kind, time_phrase(was)
        compared = say("digest-faster" if now < was else "digest-slower", kind=kind, was=then)
    if usual is not None and time_phrase(usual) != said:
        usually = say("digest-usual", time=time_phrase(usual))
    return compared, usually


def votes(digest: Digest) -> Iterator[Phrase]:
    """How the residents who were answered liked it; nothing where nobody was."""
    given = digest.now.votes
    if given.all:
        good, neutral, bad, silent = given.satisfied, given.neutral, given.unhappy, given.silent
        yield say("digest-votes", good=good, neutral=neutral, bad=bad, silent=silent)


def _voices(digest: Digest, district: District) -> Iterator[Phrase]:
    yield from votes(digest)
    named = [say("digest-topic", topic=topic_name(district, code), count=many) for code, many in digest.topics]
    if named:
        yield say("digest-topics", topics=listed(named[:_TOPICS]))
    for repeat in digest.repeats[:_REPEATS]:
        yield _repeat(repeat, district)
    if digest.rank:
        yield say("digest-rank", rank=digest.rank[0], all=digest.rank[1])


def _repeat(repeat: Repeat, district: District) -> Phrase:
    place = shortly(", ".join(one for one in (repeat.locality, repeat.address) if one), _PLACE)
    since = say("digest-since", month=repeat.since.month)
    return say("digest-repeat", place=place, topic=topic_name(district, repeat.topic), times=repeat.times, since=since)


def thanks(digest: Digest) -> tuple[Phrase, ...]:
    """The residents' own words, the newest first."""
    words = [shortly(" ".join(one.split()), _WORDS) for one in digest.thanks if one.strip()]
    if not words:
        return ()
    # A second one where both are short.
    shown = words[:2] if sum(map(len, words[:2])) <= _WORDS else words[:1]
    return block([say("digest-thanks"), *(say("digest-thanks-words", text=one) for one in shown)])
