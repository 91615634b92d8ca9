"""The server in a process of its own: `python -m tests.servers.telegram --port 8081`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from .server import TOKEN, TelegramServer, run_forever


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.servers.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed as JSON")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-journal", action="store_true", help="keep no journal, for long runs")
    parser.add_argument("--no-privacy", action="store_true", help="the bot hears everything in groups")
    parser.add_argument("--enforce-limits", action="store_true", help="hold Telegram's limits of speed")
    options = parser.parse_args()
    server = TelegramServer(
        port=options.port,
        token=options.token,
        journal=not options.no_journal,
        privacy=not options.no_privacy,
        enforce_limits=options.enforce_limits,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run_forever(server))


if __name__ == "__main__":
    main()
