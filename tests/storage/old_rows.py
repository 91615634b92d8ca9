"""A small district as any earlier version may have left it: a row or more in every table, in the words of the database.

Each schema takes of it the tables and columns that it knows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, DateTime, insert

from storage.numbering import go_on_from
from storage.portable import tables_of

FILED, ASKED, DUE, LATER = (f"2026-11-{day}T08:30:00.123456+00:00" for day in ("20", "21", "24", "27"))
WORDS = "Яма у магазина «Бор», ё – № 5 · 😀"
PHOTO, PICTURE = "a" * 40 + ".jpg", "b" * 40 + ".jpg"
WAITS = 'MessageSent {"message":"7","sender":{"address":"telegram:502","name":"Борис"},"text":"Спасибо вам"}'
SENT = '{"text":"Принято","keyboard":[],"photos":[],"mention":null,"press":"","person":""}'

_APPEAL: dict[str, Any] = {
    "topic": "roads.pothole",
    "settlement": "tretyakovo",
    "locality": "Бабино",
    "address": "у магазина",
    "desk": "roads",
    "filed_at": FILED,
    "due_at": DUE,
    "answer_due_at": DUE,
    "solve_due_at": DUE,
    "details": "",
    "kind": "complaint",
}
_LETTER: dict[str, Any] = {"platform": "telegram", "kind": "message", "created_at": FILED, "not_before": FILED}

ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "residents": [
        {"id": 1, "name": "Анна", "since": FILED, "consent": "1", "consent_at": FILED, "last_settlement": "tretyakovo"},
        {"id": 7, "name": "Борис", "since": FILED, "consent": "1", "consent_at": FILED, "last_locality": "Бабино"},
        {"id": 9, "name": "", "since": FILED},
    ],
    "resident_chats": [
        {"chat": "telegram:501", "resident": 1, "blocked_at": None},
        {"chat": "telegram:502", "resident": 7, "blocked_at": ASKED},
    ],
    "serials": [{"year": 2026, "last": 3}],
    "appeals": [
        _APPEAL
        | {"id": 1, "number": "26-00001", "resident": 1, "chat": "telegram:501", "text": WORDS, "status": "new"}
        | {"lat": 54.123456789012345, "lon": 33.1, "urgent": "wire", "repeated": 2},
        _APPEAL
        | {"id": 5, "number": "26-00002", "resident": 7, "chat": "telegram:502", "text": "Свет", "status": "asked"}
        | {"question": "Где столб?", "asked_at": ASKED, "expires_at": LATER, "first_answer_at": ASKED},
        _APPEAL
        | {"id": 6, "number": "26-00003", "resident": 9, "chat": "telegram:503", "text": "Мусор", "status": "closed"}
        | {"result": "solved", "rating": "good", "closing": "satisfied", "answered_at": DUE, "closed_at": LATER}
        | {"accepted_by": "Ольга", "accepted_at": ASKED, "first_answer_at": ASKED, "reopened": 1, "merged": "26-00001"},
    ],
    "history": [
        {"id": 1, "appeal": 1, "at": FILED, "actor": "telegram:501", "actor_name": "Анна", "action": "file"},
        {"id": 2, "appeal": 5, "at": FILED, "actor": "telegram:502", "actor_name": "Борис", "action": "file"},
        {"id": 3, "appeal": 5, "at": ASKED, "actor": "telegram:1", "actor_name": "Иван", "action": "ask", "text": "?"},
        {"id": 4, "appeal": 6, "at": DUE, "actor": "telegram:1", "actor_name": "Иван", "action": "solve", "photos": 1},
    ],
    "appeal_photos": [
        {"id": 1, "appeal": 1, "side": "before", "file": PHOTO, "fingerprint": "", "at": FILED},
        {"id": 2, "appeal": 6, "side": "after", "file": PICTURE, "fingerprint": "", "at": DUE},
    ],
    "appeal_messages": [{"chat": "telegram:501", "message": "3", "appeal": 1}],
    "followers": [{"appeal": 1, "resident": 7, "chat": "telegram:502", "at": ASKED, "rating": ""}],
    "thanks": [{"id": 1, "at": FILED, "resident": 7, "settlement": "tretyakovo", "desk": "roads", "text": "Спасибо"}],
    "corrections": [{"id": 1, "at": FILED, "appeal": 1, "text": WORDS, "was": "other.other", "topic": "roads.pothole"}],
    "letters": [
        _LETTER | {"id": 3, "chat": "telegram:501", "content": SENT, "state": 1, "messages": "4"},
        _LETTER | {"id": 40, "chat": "telegram:-100", "content": SENT, "state": 2, "error": "kicked", "key": "card"},
    ],
    "posts": [{"chat": "telegram:501", "message": "4", "letter": 3}],
    "updates": [
        {"id": 1, "key": "telegram:901", "chat": "telegram:501", "is_group": False, "event": None, "state": 1},
        {"id": 2, "key": "telegram:902", "chat": "telegram:502", "is_group": False, "event": WAITS, "state": 0},
        {
            "id": 3,
            "key": "vk:903",
            "chat": "vk:2000000001",
            "is_group": True,
            "event": "?",
            "state": 2,
            "error": "here",
        },
    ],
    "talks": [
        {"chat": "telegram:502", "is_group": False, "state": 'Idle {}\n{"step":{},"turn":1}', "wake_at": None},
    ],
    "bindings": [
        {"chat": "telegram:-100", "role": "desk", "target": "roads", "bound_at": FILED, "bound_by": "Иван"},
        {"chat": "telegram:-500", "role": "head", "target": "tretyakovo", "bound_at": FILED, "bound_by": "Глава"},
        {"chat": "vk:2000000001", "role": "coordinator", "target": "", "bound_at": FILED, "bound_by": "Вера"},
    ],
    "invites": [{"digest": "c" * 64, "role": "desk", "target": "roads", "expires_at": DUE, "used_at": None}],
    "intrusions": [{"id": 1, "at": FILED, "chat": "telegram:666", "person": "telegram:666", "what": "callback"}],
    "cursors": [{"name": "telegram:42", "value": "1001"}, {"name": "vk:7", "value": "88"}],
    "digests": [{"period": "2026-W46", "role": "head", "target": "tretyakovo", "chat": "telegram:-500", "at": FILED}],
    "reminders": [{"number": "26-00001", "chat": "telegram:-100", "occasion": "due", "letter": "reminder:1"}],
    "escalations": [{"number": "26-00001", "step": "head", "at": DUE}],
    "jobs": [{"name": "remind", "succeeded_at": FILED, "failed_at": None, "error": "", "failures": 0}],
    "web_lines": [
        {"id": 8, "chat": "web:r-1", "rev": 12, "author": "Анна", "text": WORDS, "photos": [PHOTO], "at": FILED}
        | {"keyboard": [[{"text": "Да", "data": "yes"}]], "reply_to": None, "letter": None}
    ],
    "web_photos": [{"chat": "web:r-1", "file": PHOTO}],
    "web_revs": [{"id": 1, "rev": 12}],
    "web_links": [{"chat": "web:r-1", "digest": "d" * 64, "made_at": FILED}],
    "web_entries": [{"session": "web:r-2", "chat": "web:r-1", "at": FILED}],
    "web_moves": [{"digest": "e" * 64, "chat": "web:r-1", "expires_at": DUE, "used_at": None}],
    "web_moved": [{"chat": "web:r-1", "goes_to": "telegram:501", "at": FILED}],
    "office_links": [{"digest": "f" * 64, "chat": "vk:2000000001", "expires_at": DUE, "used_at": None}],
    "office_sessions": [
        {"digest": "0" * 64, "chat": "vk:2000000001", "name": "Вера", "made_at": FILED, "seen_at": ASKED}
        | {"expires_at": LATER}
    ],
    "released": [
        {"appeal": 6, "name": "picture", "answered_at": DUE, "file": PICTURE, "at": DUE, "by": "telegram:1"},
    ],
    "open311_keys": [{"name": "Портал", "digest": "1" * 64, "made_at": FILED, "revoked_at": None}],
    "open311_posts": [{"digest": "2" * 64, "number": "26-00002", "at": FILED}],
    "unneeded_photos": [{"file": "3" * 40 + ".jpg", "at": FILED}],
    "channels": [{"name": "telegram:listen", "heard_at": FILED, "trouble": "", "since": None}],
    "alerts": [{"key": "telegram:silent", "began_at": FILED, "seen_at": ASKED, "over_at": None, "chats": 1}],
}
_UPDATE = {"received_at": FILED, "not_before": FILED}


def put(connection: Connection) -> dict[str, set[str]]:
    """The rows as this schema takes them; which columns of each table were there."""
    known, tables = {}, tables_of(connection)
    for table in tables:
        known[table.name] = set(table.columns.keys())
        times = {one.name for one in table.columns if isinstance(one.type, DateTime)}
        for row in ROWS[table.name]:
            whole = (_UPDATE if table.name == "updates" else {}) | dict(row)
            taken = {name: _time(value) if name in times else value for name, value in whole.items()}
            connection.execute(insert(table), {name: taken[name] for name in taken if name in known[table.name]})
    go_on_from(connection, tables, {})
    return known


def _time(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None
