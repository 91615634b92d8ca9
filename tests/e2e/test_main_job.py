"""The main job, whole: from a resident's words to a closed card, on each platform and across them."""

import pytest

from tests.e2e.stories import the_whole_main_job
from tests.e2e.town import Platforms, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_pothole_from_the_first_word_to_the_closed_card(around: Platforms) -> None:
    async with running(around) as town:
        number = await the_whole_main_job(town, "telegram", "vk")
        appeal = await town.appeal(number)
    assert (appeal.status, appeal.rating, appeal.reopened) == ("closed", "good", 1)
    assert (len(appeal.before), len(appeal.after)) == (3, 1)


async def test_the_same_the_other_way_round_and_on_postgresql(around: Platforms, empty_postgres: str) -> None:
    async with running(around, database_url=empty_postgres) as town:
        number = await the_whole_main_job(town, "vk", "telegram")
        appeal = await town.appeal(number)
    assert (appeal.status, appeal.rating, appeal.reopened) == ("closed", "good", 1)


async def test_vk_alone(around: Platforms) -> None:
    async with running(around, telegram_token=None) as town:
        await the_whole_main_job(town, "vk", "vk")
    assert around.telegram.journal == []


async def test_telegram_alone(around: Platforms) -> None:
    async with running(around, vk_token=None) as town:
        await the_whole_main_job(town, "telegram", "telegram")
    assert around.vk.journal == []
