"""reception: private links of the page, and moving a talk to a messenger."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "web_entries",
        sa.Column("session", sa.String(length=100), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_web_entries")),
    )
    op.create_index("ix_web_entries_chat", "web_entries", ["chat"])
    op.create_table(
        "web_links",
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_web_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_web_links_digest")),
    )
    op.create_table(
        "web_moved",
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("goes_to", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_web_moved")),
    )
    op.create_table(
        "web_moves",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=100), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_web_moves")),
    )
    op.create_index("ix_web_moves_chat", "web_moves", ["chat"])
