"""The coordinator's digest in words: the district as a whole, then who needs help."""

from collections.abc import Iterator

from bot.appeals.district import District
from bot.dialogs.card import desk_name
from bot.dialogs.digest import main_figures, needs, thanks, votes, worst_buttons
from bot.dialogs.digest_wording import block, listed, percent, period_phrase
from bot.dialogs.message import Message, Phrase, message, say
from bot.dialogs.resident.wording import category_name, short_name, shortly
from bot.figures.counting import Figures
from bot.figures.district_digest import DistrictDigest
from bot.figures.places import Spot

_ROWS, _DESKS, _NAME = 5, 4, 30


def district_message(digest: DistrictDigest, district: District, *, waits: bool = True) -> Message:
    """As a head's, with the settlements that need the coordinator most."""
    whole = digest.whole
    head = say("digest-title", title=shortly(district.name, 2 * _NAME), period=period_phrase(whole.period))
    silent = block(list(_silent(digest, district)))
    if whole.now.quiet:
        return message(*block([head, say("digest-quiet", kind=whole.period.kind)]), *silent)
    return message(
        head,
        *block([*(needs(whole, district) if waits else ()), *_silent(digest, district)]),
        *block([*main_figures(whole), *votes(whole)]),
        *block(list(_rows(digest, district))),
        *block(list(_where(digest, district))),
        *(thanks(whole)[:1] if not digest.silent else ()),
        buttons=worst_buttons(whole) if waits else (),
    )


def in_trouble(rows: tuple[tuple[str, Figures], ...]) -> list[tuple[str, Figures]]:
    """The settlements where anything happened, the most overdue and then the busiest first."""
    lively = [(code, one) for code, one in rows if not one.quiet]
    return sorted(lively, key=lambda row: (-row[1].overdue, -row[1].received, row[0]))


def _rows(digest: DistrictDigest, district: District) -> Iterator[Phrase]:
    rows = in_trouble(digest.rows)
    if rows:
        yield say("digest-rows")
    for code, one in rows[:_ROWS]:
        title = shortly(short_name(district, code), _NAME)
        if one.on_time is None:
            yield say("digest-row", title=title, received=one.received, closed=one.closed, overdue=one.overdue)
        else:
            share, counts = percent(one.on_time), (one.received, one.closed, one.overdue)
            received, closed, overdue = counts
            yield say("digest-row-share", title=title, received=received, closed=closed, overdue=overdue, share=share)
    if len(rows) > _ROWS:
        yield say("digest-rows-more", count=len(rows) - _ROWS)


def _where(digest: DistrictDigest, district: District) -> Iterator[Phrase]:
    if digest.spots:
        yield say("digest-spots", topics=listed([_spot(one, district) for one in digest.spots]))
    if digest.weekend:
        worked = digest.weekend[:_DESKS]
        named = [say("digest-desk-count", desk=_desk(district, code), count=many) for code, many in worked]
        yield say("digest-weekend", desks=listed(named))


def _spot(spot: Spot, district: District) -> Phrase:
    place = shortly(spot.locality or short_name(district, spot.settlement), _NAME)
    return say("digest-spot", place=place, topic=category_name(district, spot.category), count=spot.count)


def _silent(digest: DistrictDigest, district: District) -> Iterator[Phrase]:
    if digest.silent:
        names = [_desk(district, code) for code in digest.silent[:_DESKS]]
        yield say("digest-silent", desks=", ".join(names) + ("…" if len(digest.silent) > _DESKS else ""))


def _desk(district: District, code: str) -> str:
    """A settlement's own desk goes by the settlement's name: «Третьяковское»."""
    own = district.desk(code).settlement if district.has_desk(code) else None
    return shortly(short_name(district, own) if own else desk_name(district, code), _NAME)
