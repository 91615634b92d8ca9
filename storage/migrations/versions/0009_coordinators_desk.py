"""coordinator's desk: one-time links, sessions, and the indexes of its lists."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_appeals_office_filed": (["filed_at"], "number != ''"),
    "ix_appeals_office_settlement": (["settlement", "filed_at"], "number != ''"),
    "ix_appeals_office_desk": (["desk", "filed_at"], "number != ''"),
    "ix_appeals_office_unclosed": (["filed_at"], "closed_at IS NULL AND number != ''"),
    "ix_appeals_office_urgent": (["filed_at"], "urgent != ''"),
}


def upgrade() -> None:
    op.create_table(
        "office_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_office_links")),
    )
    op.create_table(
        "office_sessions",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_office_sessions")),
    )
    op.create_index(op.f("ix_office_sessions_chat"), "office_sessions", ["chat"], unique=False)
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            name, "appeals", columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_index(
        "ix_letters_aside",
        "letters",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 2"),
        postgresql_where=sa.text("state = 2"),
    )
