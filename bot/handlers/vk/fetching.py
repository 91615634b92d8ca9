"""Downloads a resident's photo by its address, from VK's own hosts only and never more than 25 MB."""

from collections.abc import Iterable

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar
from yarl import URL

from bot.usecases.platform import PhotoUnavailable, TryLater

MOST = 25 * 2**20
HOPS = 5  # the address of a file leads over one or two others

# Photos live on userapi.com, files begin at vk.com or vk.ru and lead to one of the others.
VK_HOSTS = frozenset(
    {
        "vk.com",
        "vk.ru",
        "vk.me",
        "userapi.com",
        "vk-cdn.net",
        "vk-cdn.me",
        "vkuser.net",
        "vkuserphoto.com",
        "vkuserphoto.ru",
    }
)

_TIME = ClientTimeout(total=60, connect=10)
_CHUNK = 64 * 1024
_TRY_LATER = frozenset({408, 425, 429})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Fetching:
    """`also` are further hosts to be trusted, with a port or without («127.0.0.1:8081»): a test's server."""

    def __init__(self, also: Iterable[str] = ()) -> None:
        self._also = frozenset(also)

    async def __call__(self, ref: str) -> bytes:
        """The bytes behind an address. Raises PhotoUnavailable or TryLater."""
        async with ClientSession(timeout=_TIME, cookie_jar=DummyCookieJar()) as session:
            try:
                return await self._follow(session, ref)
            except (PhotoUnavailable, TryLater):
                raise
            except (ClientError, TimeoutError, OSError) as error:
                why = type(error).__name__
        raise TryLater(f"a photo could not be fetched: {why}")

    async def _follow(self, session: ClientSession, ref: str) -> bytes:
        url = _parsed(ref)
        for _ in range(HOPS + 1):
            if not self._trusted(url):
                raise PhotoUnavailable("not an address of VK")
            async with session.get(url, allow_redirects=False) as answer:
                if answer.status not in _REDIRECTS:
                    return await _read(answer)
                url = url.join(_parsed(answer.headers.get("Location", "")))
        raise PhotoUnavailable("the address leads in circles")

    def _trusted(self, url: URL) -> bool:
        host = (url.host or "").lower()
        if url.scheme not in ("http", "https") or not host:
            return False
        if host in self._also or f"{host}:{url.port}" in self._also:
            return True
        return any(host == one or host.endswith(f".{one}") for one in VK_HOSTS)


def _parsed(address: str) -> URL:
    """Taken as it is written: the signature in it holds for these very characters."""
    try:
        return URL(address, encoded=True)
    except ValueError:
        raise PhotoUnavailable("not an address") from None


async def _read(answer: ClientResponse) -> bytes:
    if answer.status >= 500 or answer.status in _TRY_LATER:
        raise TryLater(f"HTTP {answer.status} for a photo")
    if answer.status != 200:
        raise PhotoUnavailable(f"HTTP {answer.status}")
    found = bytearray()
    if (answer.content_length or 0) <= MOST:
        async for chunk in answer.content.iter_chunked(_CHUNK):
            found += chunk
            if len(found) > MOST:
                break
        else:
            return bytes(found)
    raise PhotoUnavailable("more than 25 MB", too_large=True)
