"""A fake VK for tests and benchmarks: `from tests.servers.vk import VKServer`."""

from tests.servers.vk.server import VKServer

__all__ = ["VKServer"]
