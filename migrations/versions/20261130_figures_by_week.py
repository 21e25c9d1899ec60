"""Figures by week, with what was late and what waited when each was over

Revision ID: 0058
Revises: 0057
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

NEW = ("extended", "late_balance", "asked_balance")
FEW = sa.text("answered_at IS NULL OR answered_at > answer_by")
EXTENDED = sa.text("extended_at IS NOT NULL")


def upgrade() -> None:
    """Go forward. Who counts next sums the weeks up and counts all reports anew, in turns."""
    for table in ("figure", "figure_part"):
        for name in NEW:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "figure_clock", sa.Column("shape", sa.Integer(), nullable=False, server_default="0")
    )
    op.drop_index("ix_promise_missed", "promise")
    op.drop_index("ix_promise_extended", "promise")
    op.drop_index("ix_pause_ended", "pause")


def downgrade() -> None:
    """Go back."""
    op.create_index("ix_pause_ended", "pause", ["ended_at", "started_at"])
    op.create_index(
        "ix_promise_extended",
        "promise",
        ["extended_at"],
        sqlite_where=EXTENDED,
        postgresql_where=EXTENDED,
    )
    op.create_index(
        "ix_promise_missed",
        "promise",
        ["answered_at", "answer_by"],
        sqlite_where=FEW,
        postgresql_where=FEW,
    )
    op.drop_column("figure_clock", "shape")
    op.execute("DELETE FROM figure WHERE span = 'w'")
    for table in ("figure_part", "figure"):
        for name in reversed(NEW):
            op.drop_column(table, name)
