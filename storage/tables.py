"""The tables, with an index for every question that is asked often."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from storage.columns import BigId, UtcTime, metadata, only

cursors = Table(
    "cursors",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", String(100), nullable=False),
)

updates = Table(
    "updates",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("key", String(150), nullable=False, unique=True),
    Column("chat", String(100), nullable=False),
    Column("is_group", Boolean, nullable=False),
    # Emptied when done: the inbox keeps that it was here, not what it said.
    Column("event", Text, nullable=True),
    Column("received_at", UtcTime, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", UtcTime, nullable=False),
    Column("error", Text, nullable=True),
)
Index("ix_updates_waiting", updates.c.chat, updates.c.id, **only("state = 0"))
# In the order of their coming: the next few are found without looking at all that wait.
Index("ix_updates_turn", updates.c.id, **only("state = 0"))
Index("ix_updates_received_at", updates.c.received_at)

talks = Table(
    "talks",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("is_group", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("wake_at", UtcTime, nullable=True),
)
Index("ix_talks_wake_at", talks.c.wake_at, **only("wake_at IS NOT NULL"))

residents = Table(
    "residents",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False, server_default=""),
    Column("since", UtcTime, nullable=False),
    Column("consent", String(50), nullable=True),
    Column("consent_at", UtcTime, nullable=True),
    Column("last_settlement", String(50), nullable=True),
    Column("last_locality", String(100), nullable=True),
    # When they were last heard, to the day; nothing once they are forgotten.
    Column("seen_at", UtcTime, nullable=True),
)
Index("ix_residents_seen_at", residents.c.seen_at, **only("seen_at IS NOT NULL"))

resident_chats = Table(
    "resident_chats",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("resident", BigId, ForeignKey("residents.id"), nullable=False, index=True),
    Column("blocked_at", UtcTime, nullable=True),
)

serials = Table(
    "serials",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("number", String(20), nullable=False, unique=True),
    Column("resident", BigId, ForeignKey("residents.id"), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("topic", String(60), nullable=False),
    Column("settlement", String(50), nullable=False),
    Column("locality", String(100), nullable=True),
    Column("address", String(500), nullable=False, server_default=""),
    Column("lat", Float, nullable=True),
    Column("lon", Float, nullable=True),
    Column("text", Text, nullable=False),
    Column("desk", String(50), nullable=False),
    Column("status", String(20), nullable=False),
    Column("filed_at", UtcTime, nullable=False),
    # Until when the first answer was due, and the solution is; `due_at` is the one of them that runs now.
    Column("due_at", UtcTime, nullable=False),
    Column("answer_due_at", UtcTime, nullable=False),
    Column("solve_due_at", UtcTime, nullable=False),
    # Since when the resident's word is awaited and the clock stands.
    Column("asked_at", UtcTime, nullable=True),
    Column("accepted_by", String(100), nullable=False, server_default=""),
    # The platform's address of whoever took it: a reminder calls them.
    Column("accepted_from", String(100), nullable=False, server_default=""),
    Column("accepted_at", UtcTime, nullable=True),
    Column("first_answer_at", UtcTime, nullable=True),
    Column("question", Text, nullable=False, server_default=""),
    Column("result", String(20), nullable=False, server_default=""),
    Column("rating", String(20), nullable=False, server_default=""),
    Column("closing", String(30), nullable=False, server_default=""),
    Column("answered_at", UtcTime, nullable=True),
    Column("closed_at", UtcTime, nullable=True),
    # When silence closes it: set while the resident's word is awaited.
    Column("expires_at", UtcTime, nullable=True),
    Column("reopened", Integer, nullable=False, server_default="0"),
    Column("repeated", Integer, nullable=False, server_default="1"),
    Column("undelivered", String(20), nullable=False, server_default=""),
    Column("additions", Integer, nullable=False, server_default="0"),
    Column("kind", String(20), nullable=False, server_default="complaint"),
    # The danger's code while officials are to hurry.
    Column("urgent", String(20), nullable=False, server_default=""),
    # What was masked in the words and may be seen by the desk: only with the resident's leave.
    Column("details", Text, nullable=False, server_default=""),
    # When it became the one card of an incident, and for the others the number of that card.
    Column("incident_at", UtcTime, nullable=True),
    Column("merged", String(20), nullable=False, server_default=""),
)
Index("ix_appeals_resident", appeals.c.resident, appeals.c.id)
Index("ix_appeals_expires_at", appeals.c.expires_at, **only("expires_at IS NOT NULL"))
Index("ix_appeals_open", appeals.c.desk, appeals.c.id, **only("closed_at IS NULL"))
Index("ix_appeals_near", appeals.c.settlement, appeals.c.locality, appeals.c.filed_at, **only("closed_at IS NULL"))

# For figures of a stretch of time: what was answered or closed since it began, and what was open. Without what is not
# yet: such rows would draw the questions above away from their own indexes.
Index(
    "ix_appeals_answered",
    appeals.c.answered_at,
    appeals.c.filed_at,
    appeals.c.settlement,
    **only("answered_at IS NOT NULL"),
)
Index(
    "ix_appeals_closed",
    appeals.c.closed_at,
    appeals.c.filed_at,
    appeals.c.answered_at,
    appeals.c.settlement,
    **only("closed_at IS NOT NULL"),
)
Index("ix_appeals_unanswered", appeals.c.filed_at, **only("answered_at IS NULL AND closed_at IS NULL"))

# Whether a place comes up again, in a year of a settlement or of all.
Index("ix_appeals_address", appeals.c.filed_at, appeals.c.settlement, **only("address <> ''"))

# Whether a desk has ever said anything to anybody.
Index("ix_appeals_spoke", appeals.c.desk, **only("first_answer_at IS NOT NULL"))

# Residents who said «Я тоже»: they hear every answer, and vote.
followers = Table(
    "followers",
    metadata,
    Column("appeal", BigId, ForeignKey("appeals.id"), primary_key=True),
    Column("resident", BigId, ForeignKey("residents.id"), primary_key=True, index=True),
    Column("chat", String(100), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("rating", String(20), nullable=False, server_default=""),
)

thanks = Table(
    "thanks",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("resident", BigId, ForeignKey("residents.id"), nullable=True, index=True),
    Column("settlement", String(50), nullable=True),
    Column("locality", String(100), nullable=True),
    Column("desk", String(50), nullable=False, server_default=""),
    Column("text", Text, nullable=False),
)

# What officials put right after the classifier, as labels to learn from.
corrections = Table(
    "corrections",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("appeal", BigId, ForeignKey("appeals.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("was", String(60), nullable=False),
    # The topic that it should have been; empty where only the desk was changed.
    Column("topic", String(60), nullable=False, server_default=""),
    Column("desk", String(50), nullable=False, server_default=""),
)

appeal_photos = Table(
    "appeal_photos",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("appeal", BigId, ForeignKey("appeals.id"), nullable=False, index=True),
    Column("side", String(10), nullable=False),
    Column("file", String(100), nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    # The chat of the resident who sent it: it goes when they are forgotten.
    Column("sender", String(100), nullable=False, server_default=""),
)

appeal_messages = Table(
    "appeal_messages",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("message", String(50), primary_key=True),
    Column("appeal", BigId, ForeignKey("appeals.id"), nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("appeal", BigId, ForeignKey("appeals.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("actor_name", String(100), nullable=False),
    Column("action", String(20), nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("arg", String(200), nullable=False, server_default=""),
    Column("photos", Integer, nullable=False, server_default="0"),
)

letters = Table(
    "letters",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("chat", String(100), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("content", Text, nullable=False),
    # The letter that this one edits or answers.
    Column("target", BigId, nullable=True),
    Column("reply_to", String(50), nullable=True),
    Column("key", String(60), nullable=False, server_default=""),
    Column("post", String(20), nullable=False, server_default=""),
    Column("number", String(20), nullable=False, server_default=""),
    Column("arg", String(100), nullable=False, server_default=""),
    Column("state", SmallInteger, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcTime, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("sent_at", UtcTime, nullable=True),
    Column("messages", String(500), nullable=False, server_default=""),
    Column("error", String(300), nullable=False, server_default=""),
    # 1 for what nobody waits for: it is overtaken.
    Column("bulk", SmallInteger, nullable=False, server_default="0"),
)
Index("ix_letters_waiting", letters.c.platform, letters.c.chat, letters.c.id, letters.c.bulk, **only("state = 0"))
Index("ix_letters_keyed", letters.c.chat, letters.c.key, letters.c.id, **only("key != ''"))
Index("ix_letters_cards", letters.c.number, letters.c.post, letters.c.id, **only("number != ''"))
Index("ix_letters_target", letters.c.target)
Index("ix_letters_chat", letters.c.chat, letters.c.id)

posts = Table(
    "posts",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("message", String(50), primary_key=True),
    Column("letter", BigId, nullable=False),
)

bindings = Table(
    "bindings",
    metadata,
    Column("chat", String(100), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("target", String(50), primary_key=True),
    Column("bound_at", UtcTime, nullable=False),
    Column("bound_by", String(100), nullable=False),
    Column("lost_at", UtcTime, nullable=True),
)

invites = Table(
    "invites",
    metadata,
    # Only a digest of the code is kept: whoever reads the database cannot bind a chat.
    Column("digest", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("target", String(50), nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime, nullable=True),
)

# Which digest of which period was put into which chat: a second run finds it here.
digests = Table(
    "digests",
    metadata,
    Column("period", String(20), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("target", String(50), primary_key=True),
    Column("chat", String(100), primary_key=True),
    Column("at", UtcTime, nullable=False),
)

intrusions = Table(
    "intrusions",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("chat", String(100), nullable=False),
    Column("person", String(100), nullable=False),
    Column("what", String(50), nullable=False),
)
