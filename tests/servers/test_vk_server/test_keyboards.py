"""Keyboards that VK takes, and those it refuses with 911."""

import json

import pytest
from vkbottle import (
    Keyboard,
    KeyboardButtonColor,
    OpenLink,
    Text,
)

from tests.servers.test_vk_server.clients import ask, board, button, grid, refused

WRONG_KEYBOARDS = {
    "no JSON": "{",
    "no object": "[]",
    "no buttons": {"inline": True},
    "seven rows": {"inline": True, "buttons": grid(*[1] * 7)},
    "six columns": {"inline": True, "buttons": grid(6)},
    "eleven buttons": {"inline": True, "buttons": grid(4, 4, 3)},
    "an empty row": {"inline": True, "buttons": [[]]},
    "eleven plain rows": {"buttons": grid(*[1] * 11)},
    "forty-one plain buttons": {"buttons": grid(*[5] * 8, 1)},
    "inline and once": {"inline": True, "one_time": True, "buttons": grid(1)},
    "inline no boolean": {"inline": 1, "buttons": grid(1)},
    "long label": {"inline": True, "buttons": [[button(label="ы" * 41)]]},
    "no label": {"inline": True, "buttons": [[button(label=None)]]},
    "payload no JSON": {"inline": True, "buttons": [[button(payload="{a")]]},
    "long payload": {"inline": True, "buttons": [[button(payload=json.dumps("x" * 254))]]},
    "long payload object": {"inline": True, "buttons": [[button(payload={"a": "x" * 250})]]},
    "unknown action": {"inline": True, "buttons": [[button(type="fly")]]},
    "no link": {"inline": True, "buttons": [[button(type="open_link", link="vk")]]},
    "colour of a link": {
        "inline": True,
        "buttons": [[button(type="open_link", link="https://vk.com") | {"color": "primary"}]],
    },
    "unknown colour": {"inline": True, "buttons": [[button() | {"color": "pink"}]]},
}


@pytest.mark.parametrize("keyboard", WRONG_KEYBOARDS.values(), ids=WRONG_KEYBOARDS.keys())
async def test_a_wrong_keyboard_is_refused(server, keyboard):
    anna = server.user("Анна", allowed=True)
    raw = keyboard if isinstance(keyboard, str) else json.dumps(keyboard)
    assert await refused(server, "messages.send", peer_id=anna.id, random_id=1, message="?", keyboard=raw) == 911


async def test_the_largest_keyboards_are_accepted(server):
    anna = server.user("Анна", allowed=True)
    for number, keyboard in enumerate(
        [
            {"inline": True, "buttons": grid(2, 2, 2, 2, 1, 1)},
            {"inline": True, "buttons": [[button(label="ы" * 40, payload=json.dumps("x" * 253))]]},
            {"buttons": grid(*[4] * 10)},
            {"buttons": []},
        ]
    ):
        params = {"peer_id": anna.id, "random_id": number + 1, "message": "?", "keyboard": json.dumps(keyboard)}
        assert "response" in await ask(server, "messages.send", **params)


async def test_a_keyboard_under_the_field_is_replaced_and_removed(server, api):
    anna = server.user("Анна", allowed=True)
    for number, keyboard in enumerate([board([Text("Старое")], inline=False), board([Text("Новое")], inline=False)]):
        await api.messages.send(peer_id=anna.id, random_id=number + 1, message="?", keyboard=keyboard)
    with pytest.raises(AssertionError, match="Старое"):
        anna.presses("Старое")
    assert anna.presses("Нов").text == "Новое"
    await api.messages.send(peer_id=anna.id, random_id=9, message="убрали", keyboard=board(inline=False))
    with pytest.raises(AssertionError):
        anna.presses("Новое")


async def test_a_one_time_keyboard_hides_when_used(server, api):
    anna = server.user("Анна", allowed=True)
    once = Keyboard(one_time=True).add(Text("Да", {"yes": 1}), KeyboardButtonColor.SECONDARY).get_json()
    await api.messages.send(peer_id=anna.id, random_id=1, message="?", keyboard=once)
    assert anna.presses("Да").payload == '{"yes":1}'
    with pytest.raises(AssertionError):
        anna.presses("Да")


async def test_a_link_button_tells_the_bot_nothing(server, api):
    anna = server.user("Анна", allowed=True)
    await api.messages.send(
        peer_id=anna.id, random_id=1, message="?", keyboard=board([OpenLink("https://gosuslugi.ru", "Портал")])
    )
    with pytest.raises(AssertionError, match="open_link"):
        anna.presses("Портал")
