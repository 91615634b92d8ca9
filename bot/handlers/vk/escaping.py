"""Makes words safe for VK, which reads «@all», «*id1», «[id1|x]» and «&#64;» in them as its own marks."""

import re

from bot.dialogs.events import Person
from bot.handlers.vk.address import number_of

# Look-alikes of the same length: a text at the limit stays within it, and VK may drop characters of no width.
_LOOK_ALIKE = {"@": "＠", "*": "∗", "[": "［", "&": "＆"}

_MARKS = re.compile(
    r"""
      (?P<kept> (?<![\w.+-])\w(?:[\w.+-]*\w)?@[\w-]+(?:\.[\w-]+)+    # an e-mail, which VK leaves alone
              | /@-?\d+\.\d+ )                                          # coordinates in the address of a map
    | @(?=\w) | \*(?=\w)          # @id1, @durov, @all, *club1
    | \[(?=[^\]]*\|)               # [id1|name], [https://…|name]
    | &(?=\#?\w+;)                # entities, which VK turns into any of these
    """,
    re.VERBOSE,
)


def harmless(text: str) -> str:
    """The same words with nothing in them that VK would make a mention or a link of; as long as before."""
    return _MARKS.sub(lambda found: found["kept"] or _LOOK_ALIKE[found[0]], text)


def calling(person: Person) -> str:
    """«[id123|Анна], » before a message that this person is asked to answer; empty for another platform's person."""
    number = number_of(person.address)
    if number is None or number <= 0:
        return ""
    name = re.sub(r"[\[\]|@*&]", "", person.name).strip()
    return f"[id{number}|{name}], " if name else f"@id{number}, "
