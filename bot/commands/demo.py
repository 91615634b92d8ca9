"""`otklik demo`: the whole product on one page, with nothing set up and nothing kept."""

import argparse
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.commands.command import Commands


def add(commands: "Commands") -> None:
    demo = commands.add_parser("demo", help="показ на одной странице: без токенов, без сервера, ничего не сохраняется")
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--port", type=int, default=8080)
    demo.set_defaults(command=_demo)


async def _demo(options: argparse.Namespace) -> int:
    from bot import demo, logs
    from bot.running import run

    logs.set_up("text")
    if demo.real_database():
        print("База из ваших настроек (OTKLIK_DATABASE_URL) здесь не нужна и не тронута: у показа своя, на время.")
    with tempfile.TemporaryDirectory(prefix="otklik-demo-") as folder:
        port = _free_port(options.host, options.port)
        settings = demo.demo_settings(Path(folder), options.host, port)
        async with demo.open_ground(settings) as house:
            words = f"Показ готов. Откройте в браузере:\n  {settings.public_url}/demo\nОстановить: Ctrl+C"
            await run(house, ready=lambda: print(words, flush=True))
    return 0


def _free_port(host: str, wanted: int) -> int:
    """The wanted port, or any free one if something else has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
            return found
    raise OSError(f"нет свободного порта на {host}")
