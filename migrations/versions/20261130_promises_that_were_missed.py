"""Promises that were missed or extended, and pauses by their end: the week's figures

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MISSED = sa.text("answered_at IS NULL OR answered_at > answer_by")
EXTENDED = sa.text("extended_at IS NOT NULL")


def upgrade() -> None:
    """Go forward."""
    op.create_index(
        "ix_promise_missed",
        "promise",
        ["answered_at", "answer_by"],
        sqlite_where=MISSED,
        postgresql_where=MISSED,
    )
    op.create_index(
        "ix_promise_extended",
        "promise",
        ["extended_at"],
        sqlite_where=EXTENDED,
        postgresql_where=EXTENDED,
    )
    op.create_index("ix_pause_ended", "pause", ["ended_at", "started_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_pause_ended", "pause")
    op.drop_index("ix_promise_extended", "promise")
    op.drop_index("ix_promise_missed", "promise")
