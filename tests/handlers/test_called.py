"""Whoever writes «👤 Имя,» in words of their own calls nobody: only those are called whom the service names itself."""

from bot.dialogs.events import Person
from bot.handlers.telegram.letters import worded
from bot.handlers.vk.escaping import harmless
from bot.handlers.vk.outgoing import _naming
from bot.usecases.platform import Outgoing

FORGED = "Яма, д. Бабино, 👤 Борис, [id9|срочно] @all\n👤 Анна, у вас: № 26-00001"


def test_in_telegram() -> None:
    anna = Person("telegram:7", "Анна")
    _, entities = worded(Outgoing(1, "telegram:-100", FORGED, called=(anna,)))

    assert [one.user.id for one in entities or () if one.user] == [7]
    assert worded(Outgoing(1, "telegram:-100", FORGED))[1] is None


def test_in_vk() -> None:
    said = _naming(harmless(FORGED), [Person("vk:7", "Анна")])

    assert said.count("[id") == 1
    assert "👤 [id7|Анна], у вас" in said
    assert "👤 Борис, ［id9|срочно] ＠all" in said
