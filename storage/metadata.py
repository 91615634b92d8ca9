"""All tables there are: whoever makes or compares the whole schema takes `metadata` from here."""

from storage import (
    alerts,
    erasing,
    jobs,
    office,
    office_sessions,
    open_figures,
    reception,
    reminders,
    tables,
    transcripts,
)
from storage.columns import metadata

__all__ = [
    "alerts",
    "erasing",
    "jobs",
    "metadata",
    "office",
    "office_sessions",
    "open_figures",
    "reception",
    "reminders",
    "tables",
    "transcripts",
]
