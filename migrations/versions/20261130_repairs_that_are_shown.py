"""Repairs that are shown as before and after

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def _of(column, table, ondelete):
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=f"fk_shown_repair_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "shown_repair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picked_by_id", sa.Integer(), nullable=True),
        _of("service_request_id", "service_request", "CASCADE"),
        _of("picked_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_shown_repair"),
        sa.UniqueConstraint("service_request_id", name="uq_shown_repair_service_request_id"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("shown_repair")
