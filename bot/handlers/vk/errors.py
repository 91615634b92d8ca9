"""What VK's error codes mean for a letter: later, never, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.usecases.platform import CannotEdit, Refused, SendingError, TryLater

TOKEN_REFUSED = "VK does not accept the token"  # noqa: S105 - words about a token

# Seconds until the next try, by code.
_LATER: dict[int, float] = {
    1: 5,  # unknown error
    2: 60,  # the application is switched off
    6: 1,  # too many requests a second
    9: 60,  # flood control
    10: 5,  # internal error
    13: 5,  # interrupted
    14: 60,  # captcha
    17: 60,  # validation of the owner
    29: 300,  # a daily limit
    32: 5,  # need wait
    36: 5,  # timeout
    42: 60,  # this server's address is not allowed
    43: 60,  # section temporarily unavailable
    118: 5,  # upload server changed
    121: 5,  # hash of an upload is out of date
}
TOKEN_CODES = frozenset({5, 27, 28})
_TOKEN_AFTER = 60.0
_REASONS: dict[str, frozenset[int]] = {
    "blocked": frozenset({18, 37, 900, 901, 902, 950, 985, 987, 988}),
    "kicked": frozenset({917, 922, 935, 945}),
    "no_chat": frozenset({113, 927, 932, 936, 946}),
    "no_rights": frozenset({7, 15, 20, 23, 912, 925, 983, 1012}),
}
_CANNOT_EDIT = frozenset({15, 100, 104, 909, 910, 920, 949})


class VKSaid(Exception):
    """VK's refusal of a call: its code and its words, which name no one and hold no token."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(f"{code}: {words}" if words else str(code))
        self.code = code

    @property
    def temporary(self) -> bool:
        return self.code in _LATER or self.code in TOKEN_CODES


def why_not_sent(said: VKSaid, group: bool = False) -> SendingError:
    """The fate of a letter whose sending VK refused; an unknown code is the letter's own fault."""
    if said.code in TOKEN_CODES:
        return TryLater(f"{TOKEN_REFUSED} ({said})", _TOKEN_AFTER, refuses_token=True)
    if said.code in _LATER:
        return TryLater(str(said), _LATER[said.code])
    if said.code == 7 and group:
        return Refused("kicked", str(said))  # so VK answers once the community was put out of a chat
    for reason, codes in _REASONS.items():
        if said.code in codes:
            return Refused(reason, str(said))
    return Refused("bad_letter", str(said))


def why_not_edited(said: VKSaid, group: bool = False) -> SendingError:
    """The same for an edit: a message that is gone, too old or not editable is to be sent anew."""
    return CannotEdit(str(said)) if said.code in _CANNOT_EDIT else why_not_sent(said, group)


@contextmanager
def only_sending_errors(group: bool = False) -> Iterator[None]:
    """Whatever goes wrong inside comes out as a SendingError; an answer of a strange shape is VK's trouble."""
    try:
        yield
    except SendingError:
        raise
    except VKSaid as said:
        raise why_not_sent(said, group) from None
    except Exception as error:
        raise TryLater(f"VK answered in an unexpected way: {type(error).__name__}") from None
