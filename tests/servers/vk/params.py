"""The parameters of one API call, read as strictly as VK reads them."""

import json
from typing import Any

from aiohttp import web

from tests.servers.vk.errors import invalid

INT32 = range(-(2**31), 2**31)


class Params(dict[str, str]):
    """What came in the query and the body together; numbers and lists are strings until asked for."""

    @classmethod
    async def of(cls, request: web.BaseRequest) -> "Params":
        """Read both places: vkbottle puts the token into the query, vk_api into the body."""
        params = cls(request.query)
        if request.method == "POST":
            form = await request.post()
            params.update({key: value for key, value in form.items() if isinstance(value, str)})
        bearer = request.headers.get("Authorization", "")
        if bearer.startswith("Bearer "):
            params.setdefault("access_token", bearer.removeprefix("Bearer "))
        return params

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; without a default the parameter is required."""
        raw = self.get(name, "")
        if raw == "":
            if default is None:
                raise invalid(f"{name} is undefined")
            return default
        try:
            return int(raw)
        except ValueError:
            raise invalid(f"{name} not integer") from None

    def integers(self, name: str, most: int = 100) -> list[int]:
        """Numbers parted by commas; an absent parameter is an empty list."""
        raw = self.get(name, "")
        try:
            numbers = [int(part) for part in raw.split(",") if part.strip()]
        except ValueError:
            raise invalid(f"{name} not integer") from None
        if len(numbers) > most:
            raise invalid(f"{name} contains more than {most} items")
        return numbers

    def fraction(self, name: str) -> float | None:
        raw = self.get(name, "")
        try:
            return float(raw) if raw else None
        except ValueError:
            raise invalid(f"{name} not float") from None

    def flag(self, name: str) -> bool:
        return self.get(name, "") not in ("", "0", "false", "False")

    def required(self, name: str, most: int | None = None) -> str:
        value = self.get(name, "")
        if not value:
            raise invalid(f"{name} is undefined")
        if most is not None and len(value) > most:
            raise invalid(f"{name} is too long")
        return value

    def json(self, name: str) -> dict[str, Any] | None:
        """A JSON object, or None if the parameter is absent."""
        raw = self.get(name, "")
        if not raw:
            return None
        try:
            value = json.loads(raw)
        except ValueError:
            raise invalid(f"{name} is invalid") from None
        if not isinstance(value, dict):
            raise invalid(f"{name} is invalid")
        return value
