"""figures of a settlement: its own are told from the others' without reading them; desks that have ever spoken."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Each with its columns and what it leaves out.
_INDEXES = (
    ("ix_appeals_answered", ["answered_at", "filed_at", "settlement"], "answered_at IS NOT NULL"),
    ("ix_appeals_closed", ["closed_at", "filed_at", "answered_at", "settlement"], "closed_at IS NOT NULL"),
    ("ix_appeals_spoke", ["desk"], "first_answer_at IS NOT NULL"),
)


def upgrade() -> None:
    op.drop_index("ix_appeals_answered", table_name="appeals")
    op.drop_index("ix_appeals_closed", table_name="appeals")
    for name, columns, where in _INDEXES:
        op.create_index(name, "appeals", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
