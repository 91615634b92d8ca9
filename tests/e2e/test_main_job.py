"""The main job, whole: from a resident's words to a closed card, on each platform and across them."""

import pytest

from tests.e2e.stories import the_whole_main_job
from tests.e2e.town import Platforms, Town, running

ACROSS = [("vk", "telegram"), ("telegram", "vk")]


@pytest.mark.parametrize(("home", "desk"), ACROSS, ids=[f"{home}-to-{desk}" for home, desk in ACROSS])
async def test_a_pothole_from_the_first_word_to_the_closed_card(town: Town, home: str, desk: str) -> None:
    number = await the_whole_main_job(town, home, desk)

    appeal = await town.appeal(number)
    assert (appeal.status, appeal.rating, appeal.reopened) == ("closed", "good", 1)
    assert (len(appeal.before), len(appeal.after)) == (3, 1)


async def test_the_same_on_postgresql(around: Platforms, empty_postgres: str) -> None:
    async with running(around, database_url=empty_postgres) as town:
        number = await the_whole_main_job(town, "telegram", "vk")
        assert (await town.appeal(number)).status == "closed"


async def test_vk_alone(around: Platforms) -> None:
    async with running(around, telegram_token=None) as town:
        await the_whole_main_job(town, "vk", "vk")
    assert around.telegram.journal == []


async def test_telegram_alone(around: Platforms) -> None:
    async with running(around, vk_token=None) as town:
        await the_whole_main_job(town, "telegram", "telegram")
    assert around.vk.journal == []
