"""two clocks: until when the first answer and the solution are due, and when a pause began."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
