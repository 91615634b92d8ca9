"""The demo: a district with residents, desks and a head on one page, in a database of its own that nobody keeps."""

from datetime import timedelta
from pathlib import Path

from bot.appeals.district import District
from bot.bootstrap import House
from bot.dialogs.events import Person
from bot.handlers.web.demo import DemoChat, DemoScene
from bot.settings import Settings
from bot.usecases.acting import Actor
from bot.usecases.binding import serve
from bot.usecases.store import Role
from bot.usecases.writing import Writer

RECALL = timedelta(seconds=8)
DISTRICT = Path(__file__).parent.parent / "district.toml"


def demo_settings(folder: Path, host: str, port: int) -> Settings:
    """Settings that touch nothing outside the folder: no token, no real database."""
    return Settings(
        _env_file=None,
        district=DISTRICT,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        media_dir=folder / "media",
        telegram_token=None,
        vk_token=None,
        http_host=host,
        http_port=port,
        recall_seconds=RECALL.total_seconds(),
    )


async def stage(house: House) -> DemoScene:
    """Binds the demo's officials to their desks, as invites would, and sets the panes."""
    text = house.service.words.text
    residents = (
        DemoChat("Анна", "demo-anna", False, "Анна"),
        DemoChat("Пётр", "demo-petr", False, "Пётр"),
    )
    desks = tuple(
        DemoChat(_short(house.service.district, code), f"demo-{code}", True, person) for code, person in _DESKS.items()
    )
    head = DemoChat(text("demo-head"), "demo-head", True, text("demo-head"))
    bound: list[tuple[DemoChat, Role, str]] = [(chat, "desk", code) for chat, code in zip(desks, _DESKS, strict=True)]
    bound += [(head, "head", _HEAD_OF), (head, "coordinator", "")]
    service, now = house.service, house.service.now()
    async with service.store.transaction() as tx:
        actor = Actor(service, tx, Writer(tx, service.words, now), now)
        for chat, role, target in bound:
            await serve(tx, actor, chat.address, role, target, Person(chat.address, chat.person), now)
    return DemoScene(residents, desks, (head,))


def _short(district: District, code: str) -> str:
    """A tab is narrow: a settlement's desk is called by the settlement, «Третьяковское»."""
    desk = district.desk(code)
    return district.settlement(desk.settlement).name if desk.settlement else desk.name


# Desks of the demo district and the first names that one plays there.
_DESKS = {"roads": "Иван", "tretyakovo": "Ольга", "bulgakovo": "Сергей"}
_HEAD_OF = "tretyakovo"
