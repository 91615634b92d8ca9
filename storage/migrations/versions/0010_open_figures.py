"""open figures: keys for posting, pictures that officials released."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released",
        sa.Column("appeal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.String(length=100), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeals.id"], name=op.f("fk_released_appeal")),
        sa.PrimaryKeyConstraint("appeal", name=op.f("pk_released")),
        sa.UniqueConstraint("name", name=op.f("uq_released_name")),
    )
    op.create_table(
        "open311_keys",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_open311_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_open311_keys_digest")),
    )
    op.create_table(
        "open311_posts",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=20), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_open311_posts")),
    )
    op.create_index(op.f("ix_open311_posts_at"), "open311_posts", ["at"], unique=False)
    op.create_index("ix_appeals_topic_filed", "appeals", ["topic", "filed_at"], unique=False)
