"""contacts are forgotten after the set time: when a resident was last heard, who sent a photo, photos to be removed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_HEARD = "seen_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("residents", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    # Whoever was forgotten has no chat any more. Of the others the last message is what is known of.
    last = "SELECT MAX(filed_at) FROM appeals WHERE appeals.resident = residents.id"
    reached = "SELECT 1 FROM resident_chats WHERE resident_chats.resident = residents.id"
    op.execute(f"UPDATE residents SET seen_at = COALESCE(({last}), since) WHERE EXISTS ({reached})")  # noqa: S608
    op.create_index(
        "ix_residents_seen_at",
        "residents",
        ["seen_at"],
        sqlite_where=sa.text(_HEARD),
        postgresql_where=sa.text(_HEARD),
    )
    op.add_column("appeal_photos", sa.Column("sender", sa.String(100), nullable=False, server_default=""))
    op.create_index("ix_web_photos_file", "web_photos", ["file"])
    op.create_table(
        "unneeded_photos",
        sa.Column("file", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file", name="pk_unneeded_photos"),
    )
