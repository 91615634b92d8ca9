"""what nobody waits for is overtaken by answers; the next updates are found however many wait."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WAITING = {"sqlite_where": sa.text("state = 0"), "postgresql_where": sa.text("state = 0")}


def upgrade() -> None:
    op.add_column("letters", sa.Column("bulk", sa.SmallInteger(), server_default="0", nullable=False))
    op.drop_index("ix_letters_waiting", table_name="letters")
    op.create_index("ix_letters_waiting", "letters", ["platform", "chat", "id", "bulk"], **_WAITING)
    op.create_index("ix_updates_turn", "updates", ["id"], **_WAITING)
