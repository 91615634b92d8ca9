"""The demo: a district with residents, desks and heads on one page, in a database of its own that nobody keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.bootstrap import House, open_house, utc_now
from bot.demo_clock import DemoClock, quiet_tuesday
from bot.demo_ground import TrainingGround
from bot.demo_player import neighbour
from bot.demo_scenes import Part, Play, the_play
from bot.dialogs.events import Person
from bot.handlers.web.demo import DemoChat, DemoScene
from bot.handlers.web.demo_api import TRAINING_WORDS, training_routes
from bot.settings import Settings, SettingsError, load_settings
from bot.usecases.acting import Actor
from bot.usecases.binding import serve, title_of
from bot.usecases.store import Role
from bot.usecases.writing import Writer

RECALL = timedelta(seconds=8)
DISTRICT = Path(__file__).parent.parent / "district.toml"


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the demo; one listening everywhere is found at home."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - read, not listened on
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def demo_settings(folder: Path, host: str, port: int) -> Settings:
    """Settings that touch nothing outside the folder: no token, no real database."""
    return Settings(
        _env_file=None,
        district=DISTRICT,
        database_url=f"sqlite+aiosqlite:///{folder / 'demo.db'}",
        media_dir=folder / "media",
        telegram_token=None,
        vk_token=None,
        public_url=address(host, port),
        http_host=host,
        http_port=port,
        recall_seconds=RECALL.total_seconds(),
    )


def real_database() -> bool:
    """Whether somebody has set a database for the real service, which the demo passes over."""
    try:
        return "database_url" in load_settings().model_fields_set
    except SettingsError:
        return False


@asynccontextmanager
async def open_ground(
    settings: Settings, *, pause: float = 1.8, start: datetime | None = None, clock: DemoClock | None = None
) -> AsyncIterator[House]:
    """The whole training ground: a house whose clock can be moved, with its people and scenes.

    `pause` is how long one looks at each step of a scene, in seconds; `start` is the moment at which all begins.
    """
    clock = clock or DemoClock(utc_now())
    async with open_house(settings, clock=clock) as house:
        play, begin = the_play(), partial(_begun, house, clock, start)
        cast = await begin()
        ground = TrainingGround(house, clock, play, cast, begin, pause)
        house.demo = replace(cast, page=_page(house, play, cast))
        house.routes += training_routes(ground)
        yield house


async def _begun(house: House, clock: DemoClock, start: datetime | None) -> DemoScene:
    service = house.service
    zone = service.district.time_zone
    clock.put(start or quiet_tuesday(utc_now().astimezone(zone).date(), zone, service.works_on))
    return await stage(house)


async def stage(house: House) -> DemoScene:
    """Binds the demo's officials to their desks, as invites would, and sets the panes."""
    play, service, now = the_play(), house.service, house.service.now()
    residents = tuple(_resident(part, number) for number, part in enumerate(play.residents, 1))
    desks = tuple(_official(house, part, "desk") for part in play.desks)
    head, coordinator = _official(house, play.head, "head"), _official(house, play.coordinator, "coordinator")
    bound: list[tuple[DemoChat, Role, str]] = [
        (chat, "desk", part.code) for chat, part in zip(desks, play.desks, strict=True)
    ]
    bound += [(head, "head", play.head.code), (coordinator, "coordinator", "")]
    async with service.store.transaction() as tx:
        actor = Actor(service, tx, Writer(tx, service.words, now), now)
        for chat, role, target in bound:
            await serve(tx, actor, chat.address, role, target, Person(chat.address, chat.person), now)
        for chat in _agreed(play, residents):
            resident = await tx.residents.of_chat(chat.address, chat.person, now)
            await tx.residents.consent(resident.id, service.district.consent_version, now)
    return DemoScene(residents, desks, (head, coordinator))


def _resident(part: Part, number: int) -> DemoChat:
    secret = f"demo:resident:{number}"
    return DemoChat(part.tab, secret, False, part.person, part.about, part.look, "resident")


def _official(house: House, part: Part, role: Role) -> DemoChat:
    about = part.about or title_of(house.service.district, role, part.code)
    column = "first" if role == "desk" else "second"
    return DemoChat(part.tab, f"demo:{role}:{part.code}", True, part.person, about, column=column)


def _agreed(play: Play, residents: tuple[DemoChat, ...]) -> list[DemoChat]:
    """Who has written before, and so is not asked for consent again: a crowd of forty could not be watched else."""
    people = [chat for chat, part in zip(residents, play.residents, strict=True) if part.agreed]
    most = max(step.crowd for scene in play.scenes for step in scene.steps)
    names = play.crowd.names
    return people + [neighbour(serial, names[serial % len(names)]) for serial in range(most)]


def _page(house: House, play: Play, cast: DemoScene) -> dict[str, object]:
    """What the page's script is told of the training ground."""
    return {
        "zone": house.service.district.time_zone.key,
        "who": {
            name: {"about": chat.about, "look": chat.look, "person": chat.person} for name, chat in cast.chats().items()
        },
        "scenes": [{"code": one.code, "title": one.title, "short": one.short or one.title} for one in play.scenes],
        "training": {one: house.service.words.text(one) for one in TRAINING_WORDS},
    }
