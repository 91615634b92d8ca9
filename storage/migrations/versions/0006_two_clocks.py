"""two clocks: until when the first answer and the solution are due, since when a pause, whom a reminder calls."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NEW = ("answer_due_at", "solve_due_at")


def upgrade() -> None:
    with op.batch_alter_table("appeals") as batch:
        for name in (*NEW, "asked_at"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("accepted_from", sa.String(length=100), server_default="", nullable=False))
    # Until now there was one deadline for both.
    op.execute("UPDATE appeals SET answer_due_at = due_at, solve_due_at = due_at")
    # What waits for its resident right now has waited since the question.
    op.execute(
        "UPDATE appeals SET asked_at = (SELECT max(history.at) FROM history WHERE history.appeal = appeals.id"
        " AND history.action = 'ask') WHERE status = 'asked'"
    )
    with op.batch_alter_table("appeals") as batch:
        for name in NEW:
            batch.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)
