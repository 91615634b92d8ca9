"""jobs and leases: how each job of the timetable went, and which process serves an account."""

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
