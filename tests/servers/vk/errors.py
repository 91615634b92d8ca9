"""VK's refusals, code and words, as in the errors.json of VK's own schema (5.199)."""

from typing import Any

TEXTS = {
    3: "Unknown method passed",
    5: "User authorization failed: invalid access_token (4).",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    15: "Access denied",
    27: "Group authorization failed",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    118: "Invalid server",
    121: "Invalid hash",
    129: "Invalid photo",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    910: "Can't sent this message, because it's too big",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    913: "Too many forwarded messages",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    921: "Can't forward these messages",
    922: "You left this chat",
    924: "Can't delete this message for everybody",
    925: "You are not admin of this chat",
    927: "Chat does not exist",
    932: "Your community can't interact with this peer",
    936: "Contact not found",
    945: "Chat was disabled",
    946: "Chat not supported",
    950: "Can't send message, reply timed out",
    983: "You are restricted to write to a chat",
}


class VKError(Exception):
    """One refusal; `detail` is what VK puts after the colon."""

    def __init__(self, code: int, detail: str = "") -> None:
        words = TEXTS.get(code, "Unknown error occurred")
        self.code = code
        self.text = f"{words}: {detail}" if detail else words
        super().__init__(f"[{code}] {self.text}")

    def shown(self, method: str, params: dict[str, str]) -> dict[str, Any]:
        """The body VK sends, with HTTP 200 and without the token."""
        known = {"method": method, "oauth": "1"} | params
        asked = [{"key": key, "value": value} for key, value in known.items() if key != "access_token"]
        return {"error": {"error_code": self.code, "error_msg": self.text, "request_params": asked}}


def invalid(detail: str) -> VKError:
    return VKError(100, detail)
