"""addresses: what was filed at one in a year, found without reading what was not."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    at_address = sa.text("address <> ''")
    op.create_index(
        "ix_appeals_address",
        "appeals",
        ["filed_at", "settlement"],
        sqlite_where=at_address,
        postgresql_where=at_address,
    )
