"""Words of the desk: every page finds its own and gives them what they ask for, and none lie unused."""

import ast
import re
from pathlib import Path

from bot.appeals.status import Action
from bot.handlers.web.office import affairs
from bot.handlers.web.office.listing import STANDINGS
from bot.usecases.office_acting import ACTIONS
from tests.words import said_in_code
from tests.words.samples import wanted

ROOM = Path(affairs.__file__).parent
# What templates put together with `~`, and what may stand in the hole.
FAMILIES = {
    "office-section-": ("appeals", "map", "figures", "export", "chats", "letters", "rules"),
    "office-tab-": (*(one for one in STANDINGS if one not in ("new", "in_work")), "overdue", "urgent"),
    "office-how-": tuple(ACTIONS),
    "office-words-": tuple(one for one in ACTIONS if one not in (Action.ACCEPT, Action.RETOPIC)),
    "office-pick-": ("transfer", "extend", "retopic", "decline"),
    "office-repeated-": ("yes", "no"),
    "office-platform-": affairs.PLATFORMS,
    "office-result-": ("solved", "explained"),
    "office-door-": ("unknown", "used", "expired", "unbound"),
}
# To the end of the expression that it stands in.
_SAID = re.compile(r'words\("(office-[a-z-]*[a-z])"(?=(.*?)(?:}}|%}))')


def templates() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOM / "templates").glob("*.html")))


def in_modules() -> set[str]:
    """Every string of the desk's modules that looks like one of its ids."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in ROOM.glob("*.py")]
    strings = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {one for one in strings if isinstance(one, str) and re.fullmatch(r"office-[a-z-]*[a-z]", one)}


def in_families() -> set[str]:
    return {f"{stem}{one}".replace("_", "-") for stem, values in FAMILIES.items() for one in values}


def test_every_page_finds_its_words() -> None:
    named = set(re.findall(r'"(office-[a-z-]*[a-z])"', templates()))
    assert (named | in_modules() | in_families()) - set(wanted()) == set()
    stems = set(re.findall(r'"(office-[a-z-]+-)" ~', templates())) | {"office-platform-", "office-door-"}
    assert stems == set(FAMILIES)


def test_no_words_of_the_desk_lie_unused() -> None:
    used = set(re.findall(r'"(office-[a-z-]*[a-z])"', templates())) | in_modules() | in_families()
    used |= said_in_code.looks_like_ids()
    used |= {one for family in said_in_code.FAMILIES for one in said_in_code.expand(family)}
    assert [one for one in wanted() if one.startswith("office-") and one not in used] == []


def test_every_sentence_of_a_page_is_given_what_it_asks_for() -> None:
    calls = _SAID.findall(templates())
    assert len(calls) > 100
    for one, arguments in calls:
        assert wanted()[one] <= set(re.findall(r"(\w+)=", arguments)), one
