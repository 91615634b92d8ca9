"""The methods by which a bot learns of updates: getUpdates and the webhook's."""

from __future__ import annotations

from typing import Any

from .arguments import Arguments
from .errors import conflict
from .updates import KINDS, LONGEST_POLL, UNASKED, Update, Updates
from .webhook import Webhook, read_target

Json = dict[str, Any]


def note_allowed(updates: Updates, arguments: Arguments) -> None:
    """What the bot asks for holds until it asks for something else; an empty list means all but the rare kinds."""
    if not arguments.has("allowed_updates"):
        return
    wanted = arguments.decoded("allowed_updates", "allowed_updates")
    if isinstance(wanted, list):
        updates.allowed = (frozenset(wanted) & frozenset(KINDS)) or UNASKED


async def get_updates(updates: Updates, webhook: Webhook, arguments: Arguments) -> list[Update]:
    if webhook.target:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    note_allowed(updates, arguments)
    limit = arguments.integer("limit", 100, 1, 100)
    return await updates.poll(arguments.integer("offset"), limit, arguments.integer("timeout", 0, 0, LONGEST_POLL))


async def set_webhook(updates: Updates, webhook: Webhook, arguments: Arguments) -> bool:
    if arguments.flag("drop_pending_updates"):
        updates.clear()
    if arguments.text("url"):
        target = read_target(arguments)
        note_allowed(updates, arguments)
        await webhook.start(target)
    else:
        await webhook.stop()
    return True


async def delete_webhook(updates: Updates, webhook: Webhook, arguments: Arguments) -> bool:
    return await set_webhook(updates, webhook, Arguments({**arguments.fields, "url": ""}))


async def get_webhook_info(updates: Updates, webhook: Webhook, arguments: Arguments) -> Json:
    target = webhook.target
    body: Json = {"url": target.url if target else "", "has_custom_certificate": False}
    body["pending_update_count"] = len(updates.pending)
    if webhook.error:
        body["last_error_date"], body["last_error_message"] = webhook.error
    if target:
        body |= {"max_connections": target.connections, "ip_address": "127.0.0.1"}
    if updates.allowed != UNASKED:
        body["allowed_updates"] = [kind for kind in KINDS if kind in updates.allowed]
    return body


LISTENING = {
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
