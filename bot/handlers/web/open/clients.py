"""Letters to those who posted by Open311: nobody is written to, a client asks how its request stands."""

from bot.usecases.platform import Edit, Outgoing, PhotoUnavailable, Toast
from bot.usecases.posting import PLATFORM


class Clients:
    """`Messenger` of the addresses `open311:…`: taken is delivered, since the answer stands where clients look."""

    platform = PLATFORM

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        return (str(letter.id),)

    async def edit(self, letter: Edit) -> None:
        """There is nothing to change."""

    async def toast(self, letter: Toast) -> None:
        """Nobody presses."""

    async def fetch(self, ref: str) -> bytes:
        """Nothing is ever fetched for a client: it could be anything."""
        raise PhotoUnavailable(f"not fetched: {ref}")

    async def is_member(self, chat: str, person: str) -> bool:
        """No desk is here."""
        return False
