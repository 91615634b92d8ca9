"""`python -m tests.servers.vk --port N`: the fake in a process of its own, driven over POST /_control."""

import argparse
import asyncio
import contextlib
import json
import signal

from tests.servers.vk.server import VKServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.servers.vk", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one and prints it")
    parser.add_argument("--token", default="vk1.a.fake-community-token")
    parser.add_argument("--group-id", type=int, default=219_000_001)
    parser.add_argument("--limits", action="store_true", help="answer error 6 above 20 calls a second")
    parser.add_argument("--no-journal", action="store_true", help="count the calls, do not keep them")
    asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """Run until SIGTERM or Ctrl+C; the first line printed says where and with what token."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    server = VKServer(
        host=options.host,
        port=options.port,
        token=options.token,
        group_id=options.group_id,
        keep_journal=not options.no_journal,
    )
    server.enforce_limits = options.limits
    async with server:
        print(json.dumps({"url": server.url, "token": server.token, "group_id": server.group_id}), flush=True)
        await stopped.wait()


if __name__ == "__main__":
    main()
