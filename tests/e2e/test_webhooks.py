"""Both platforms bring updates themselves: only with their secrets, and then everything works as by polling."""

import asyncio

import httpx
import pytest

from tests.e2e.people import PATIENCE
from tests.e2e.stories import answers, card_of, files
from tests.e2e.town import Platforms, free_port, running
from tests.e2e.wording import said

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEGRAM_SECRET, VK_SECRET = "telegram-secret_26", "vkSecret26"


async def test_updates_come_by_webhook_and_only_with_the_secret(around: Platforms) -> None:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    telegram = {"telegram_mode": "webhook", "telegram_secret": TELEGRAM_SECRET, "public_url": site}
    vk = {"vk_mode": "webhook", "vk_secret": VK_SECRET, "vk_confirmation": around.vk.callbacks.code}
    async with running(around, http_port=port, **telegram, **vk) as town:
        callback = await around.vk.webhook(f"{site}/vk/callback", VK_SECRET)
        async with asyncio.timeout(PATIENCE):
            while callback.status != "ok":  # «not ready» in its first moments: whoever sets it up presses again
                await around.vk.callbacks.confirm(callback)
        callback.refused.clear()
        await told_of_webhook(around)
        await forged_updates_are_refused(around, site)

        olga = (await town.office("vk", "tretyakovo")).seat
        anna = town.resident("telegram")
        number = await files(anna)
        await answers(olga, "explain", await card_of(olga, number), "Заменим в четверг")
        await anna.sees(said("told-explain", number=number))
        assert callback.refused == []
    assert around.telegram.calls("getUpdates") == []
    assert around.vk.calls("groups.getLongPollServer") == []


async def told_of_webhook(around: Platforms) -> None:
    """The service registers its address with Telegram by itself."""
    async with asyncio.timeout(PATIENCE):
        while around.telegram.webhook.target is None:  # noqa: ASYNC110 - a plain value
            await asyncio.sleep(0.02)
    assert around.telegram.webhook.target.secret == TELEGRAM_SECRET


async def forged_updates_are_refused(around: Platforms, site: str) -> None:
    async with httpx.AsyncClient() as stranger:
        bot = around.telegram.token.partition(":")[0]
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
            answer = await stranger.post(f"{site}/telegram/{bot}", json=update, headers=headers)
            assert answer.status_code == 403
        event = {"type": "message_new", "group_id": around.vk.group_id, "event_id": "1", "object": {}}
        for secret in ({}, {"secret": "guess"}):
            assert (await stranger.post(f"{site}/vk/callback", json=event | secret)).status_code == 403
    assert around_is_untouched(around)


def around_is_untouched(around: Platforms) -> bool:
    return around.rows("SELECT count(*) FROM updates") == [(0,)]
