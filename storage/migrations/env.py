"""Alembic's entry: migrates on the connection it is given."""

from typing import Any, Literal

from alembic import context

from storage.columns import UtcTime
from storage.metadata import metadata


def render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration must not depend on what the code's own types are later."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True, render_item=render
)
with context.begin_transaction():
    context.run_migrations()
