"""The Long Poll loses nothing, doubles nothing and survives whatever it is answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.dialogs.events import BotAdded, ButtonPressed, MessageSent
from bot.handlers.vk.complete import Completing
from bot.handlers.vk.listening import VKPolling
from bot.handlers.vk.names import KEPT_SECONDS, Names
from bot.handlers.vk.outgoing import VKMessenger
from bot.usecases.platform import Keyboard, KeyboardButton, Outgoing, Update
from tests.handlers.test_vk_incoming import any_json
from tests.handlers.vk_world import Inbox, jpeg, running, vk

if TYPE_CHECKING:
    from vkbottle import API


class Pauses(list[float]):
    """Instead of sleeping: notes how long it would have been, and lets others go on."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def listening(
    api: "API", inbox: Inbox, group_id: int | None = None, pauses: Pauses | None = None
) -> AsyncIterator[None]:
    polling = VKPolling(
        api, group_id, inbox.accept, inbox.read_cursor, "vk", sleep=Pauses() if pauses is None else pauses, wait=5
    )
    async with running(polling.run()):
        yield


def texts(updates: list[Update]) -> list[str]:
    return [one.event.text for one in updates if isinstance(one.event, MessageSent)]


async def test_people_are_heard_by_their_first_names() -> None:
    async with vk() as (server, api):
        anna, boris = server.user("Анна", "Тайная"), server.user("Борис")
        inbox = Inbox()
        async with listening(api, inbox):
            await inbox.reaches(server.feed.ts)
            anna.writes("Яма", photos=[jpeg(), jpeg("blue")])
            boris.writes("Нет света")
            anna.writes("у дома 5")
            heard = await inbox.holds(3)
        assert texts(heard) == ["Яма", "Нет света", "у дома 5"]
        assert [one.event.sender.name for one in heard if isinstance(one.event, MessageSent)] == [
            "Анна",
            "Борис",
            "Анна",
        ]
        assert isinstance(heard[0].event, MessageSent)
        assert len(heard[0].event.photos) == 2


async def test_a_press_and_an_invitation_have_names_too() -> None:
    async with vk() as (server, api):
        anna = server.user("Анна", allowed=True)
        inbox = Inbox()
        keyboard: Keyboard = ((KeyboardButton("Да", "yes"),),)
        async with listening(api, inbox, server.group_id):
            await inbox.reaches(1)
            server.chat("Булгаково", [anna])
            await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{anna.id}", "?", keyboard))
            anna.presses("Да")
            added, pressed = (one.event for one in await inbox.holds(2))
        assert isinstance(added, BotAdded)
        assert isinstance(pressed, ButtonPressed)
        assert (added.sender.name, pressed.sender.name, pressed.data) == ("Анна", "Анна", "yes")


async def test_what_was_written_while_the_bot_was_down_is_heard_once() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox()
        async with listening(api, inbox):
            await inbox.reaches(1)
        anna.writes("пока никого нет")
        async with listening(api, inbox):
            await inbox.holds(1)
            anna.writes("а теперь")
            await inbox.holds(2)
        async with listening(api, inbox):
            server.repeat_event(2)
            anna.writes("и ещё")
            heard = await inbox.holds(3)
        assert texts(heard) == ["пока никого нет", "а теперь", "и ещё"]
        assert inbox.mark == str(server.feed.ts)


async def test_the_mark_is_saved_only_with_what_was_read() -> None:
    async with vk() as (server, api):
        anna, inbox, pauses = server.user("Анна"), Inbox(), Pauses()
        async with listening(api, inbox, pauses=pauses):
            await inbox.reaches(1)
            inbox.broken = 4
            anna.writes("Яма")
            assert texts(await inbox.holds(1)) == ["Яма"]
        assert pauses == [1, 2, 4]


@pytest.mark.parametrize("kind", ["500", "502html", "garbage", "half", "drop"])
@pytest.mark.parametrize("method", ["a_check", "groups.getLongPollServer", "groups.getById", "users.get"])
async def test_broken_answers_are_survived(kind: str, method: str) -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        server.fault(method, kind, times=5)
        anna.writes("Яма")
        async with listening(api, inbox):
            assert texts(await inbox.holds(1)) == ["Яма"]


async def test_a_refused_token_is_asked_with_again_after_growing_pauses() -> None:
    async with vk() as (server, api):
        inbox, pauses = Inbox("1"), Pauses()
        server.user("Анна").writes("Яма")
        server.fault("groups.getById", "5", times=12)
        async with listening(api, inbox, pauses=pauses):
            await inbox.holds(1)
        assert pauses == [1, 2, 4, 8, 16, 32, 64, 64, 64, 64, 64]


async def test_an_expired_key_loses_nothing() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox()
        async with listening(api, inbox):
            await inbox.reaches(1)
            server.fail_poll(2, times=3)
            anna.writes("Яма")
            assert texts(await inbox.holds(1)) == ["Яма"]


async def test_events_that_vk_itself_lost_are_logged_and_the_rest_is_heard() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        server.feed.keep = 1
        for text in ("раз", "два", "три"):
            anna.writes(text)
        with capture_logs() as logs:
            async with listening(api, inbox):
                await inbox.reaches(server.feed.ts)
                server.feed.lose()
                await inbox.reaches(server.feed.ts)
                anna.writes("четыре")
                assert texts(await inbox.holds(1)) == ["четыре"]
        lost = [one["failed"] for one in logs if one.get("action") == "vk.failed" and one["lost"]]
        assert lost == [1, 3]


async def test_the_long_poll_is_turned_on_and_what_others_turned_on_stays() -> None:
    async with vk() as (server, api):
        server.feed.long_poll_on = False
        server.feed.enabled = {"message_new", "group_join"}
        inbox = Inbox()
        async with listening(api, inbox):
            await inbox.reaches(1)
        assert server.feed.long_poll_on
        assert server.feed.enabled >= {"group_join", "message_edit", "message_event", "message_allow", "message_deny"}


async def test_settings_that_are_refused_do_not_stop_the_listening() -> None:
    async with vk() as (server, api):
        server.fault("groups.getLongPollSettings", "15")
        inbox = Inbox("1")
        server.user("Анна").writes("Яма")
        async with listening(api, inbox):
            await inbox.holds(1)


async def test_ten_photos_of_a_cropped_message_all_come() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        anna.writes("Много", photos=[jpeg(side=side) for side in range(10, 20)])
        async with listening(api, inbox):
            (update,) = await inbox.holds(1)
        assert isinstance(update.event, MessageSent)
        assert len(update.event.photos) == 10


async def test_where_vk_does_not_show_the_message_what_is_left_of_it_comes() -> None:
    async with vk() as (server, api):
        anna, inbox, pauses = server.user("Анна"), Inbox("1"), Pauses()
        server.fault("messages.getByConversationMessageId", "917")
        server.fault("messages.getByConversationMessageId", "10", times=3)
        for _ in range(2):
            anna.writes("Много", photos=[jpeg()] * 4)
        async with listening(api, inbox, pauses=pauses):
            heard = await inbox.holds(2)
        assert [len(one.event.photos) for one in heard if isinstance(one.event, MessageSent)] == [1, 1]
        assert pauses == [1, 3]


async def test_an_officials_reply_in_a_chat_is_heard_and_the_talk_around_it_is_not() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        chat = server.chat("Булгаково", [anna], full_access=True)
        await VKMessenger(api, server.group_id).send(Outgoing(1, f"vk:{chat.peer_id}", "Карточка"))
        official = anna.in_(chat)
        official.writes("кто поедет?", photos=[jpeg()] * 5)
        official.writes("сделали", photos=[jpeg()] * 5, reply_to=chat.sees[0])
        official.writes("ну и хорошо")
        official.writes("/help")
        async with listening(api, inbox):
            heard = await inbox.holds(3)
            await inbox.reaches(server.feed.ts)
        assert texts(heard) == ["сделали", "/help"]
        assert isinstance(heard[1].event, MessageSent)
        assert (len(heard[1].event.photos), heard[1].event.reply_to) == (5, str(chat.sees[0].id))


async def test_a_poisoned_event_is_logged_by_its_id_and_skipped() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        server.feed.put("message_new", {"message": {"text": "тайное", "from_id": "?"}})
        anna.writes("Яма")
        with capture_logs() as logs:
            async with listening(api, inbox):
                assert texts(await inbox.holds(1)) == ["Яма"]
        (skipped,) = [one for one in logs if one.get("action") == "vk.skip"]
        assert skipped["event_id"]
        assert "тайное" not in repr(logs)


async def test_nothing_logged_holds_a_token_a_key_or_words() -> None:
    async with vk() as (server, api):
        anna, inbox = server.user("Анна"), Inbox("1")
        for method in ("groups.getById", "groups.getLongPollServer", "a_check", "users.get"):
            for kind in ("502html", "garbage", "drop", "half"):
                server.fault(method, kind, times=2)
        anna.writes("тайное")
        with capture_logs() as logs:
            async with listening(api, inbox):
                await inbox.holds(1)
        assert logs
        assert all(one.get("action") for one in logs)
        assert not [secret for secret in (server.token, server.feed.key, "тайное") if secret in repr(logs)]


async def test_names_are_asked_for_many_at_once_and_kept_for_a_day() -> None:
    async with vk() as (server, api):
        people = [server.user(name).id for name in ("Анна", "Борис", "Вера")]
        time = [0.0]
        names = Names(api, clock=lambda: time[0])
        assert await names.of([*people, -5, 77]) == dict(zip(people, ("Анна", "Борис", "Вера"), strict=True)) | {
            -5: "",
            77: "",
        }
        await names.of([*people, 77])
        assert len(server.journal.of("users.get")) == 1
        time[0] = KEPT_SECONDS + 1
        server.fault("users.get", "10")
        assert (await names.of(people))[people[0]] == "Анна"  # an old name is better than none
        await names.of(people)
        assert len(server.journal.of("users.get")) == 3


@given(st.lists(any_json, max_size=4), st.dictionaries(st.text(max_size=5), any_json, max_size=3))
@settings(max_examples=100)
def test_arbitrary_events_never_raise_out_of_the_loop(events: list[Any], body: dict[str, Any]) -> None:
    async def story() -> None:
        raw = [*events, {"type": "message_new", "object": body}, {"type": "message_new", "object": {"message": body}}]
        assert await Completing(Silent(), 1, Names(Silent()))(raw) == []  # type: ignore[arg-type]

    asyncio.run(story())


class Silent:
    """A VK that cannot be reached."""

    async def request(self, method: str, data: dict[str, Any]) -> dict[str, Any]:
        raise OSError


@given(st.dictionaries(st.sampled_from(["ts", "updates", "failed", "x"]), any_json, max_size=4) | any_json)
@settings(max_examples=50)
def test_arbitrary_answers_never_raise_out_of_the_loop(answer: Any) -> None:
    """The poll is answered so twice and then properly; the resident is heard in the end."""

    async def story() -> None:
        async with vk() as (server, api):
            server.user("Анна").writes("Яма")
            inbox, left, over = Inbox("1"), [answer, answer], asyncio.Event()
            honest = api.http_client.request_json

            async def strange(url: str, **more: Any) -> Any:
                if left:
                    return left.pop()
                over.set()
                return await honest(url, **more)

            api.http_client.request_json = strange  # type: ignore[method-assign,assignment]
            async with listening(api, inbox):
                async with asyncio.timeout(60):
                    await over.wait()
                assert moved(answer) or "Яма" in texts(await inbox.holds(1))

    asyncio.run(story())


def moved(answer: Any) -> bool:
    """Whether the answer itself says, in a proper way, that what was written before is over."""
    return isinstance(answer, dict) and str(answer.get("ts")).isdecimal() and json.dumps(answer["ts"]) != "1"
