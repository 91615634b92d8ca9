"""All tables there are: whoever makes or compares the whole schema takes `metadata` from here."""

from storage import office, office_sessions, reminders, tables, transcripts
from storage.columns import metadata

__all__ = ["metadata", "office", "office_sessions", "reminders", "tables", "transcripts"]
