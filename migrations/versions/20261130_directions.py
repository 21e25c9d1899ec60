"""Directions: a lead's word to an agency, answered by a day

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def _of(column, table, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=f"fk_direction_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "direction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("from_agency_id", sa.Integer(), nullable=True),
        sa.Column("service_request_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status <> 'answered' OR answered_at IS NOT NULL", name="ck_direction_answered"
        ),
        _of("agency_id", "agency"),
        _of("from_agency_id", "agency"),
        _of("service_request_id", "service_request", "CASCADE"),
        _of("given_by_id", "user", "SET NULL"),
        _of("answered_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_direction"),
        sa.UniqueConstraint("code", name="uq_direction_code"),
    )
    op.create_index("ix_direction_agency", "direction", ["agency_id", "status", "due_at"])
    op.create_index("ix_direction_status", "direction", ["status", "due_at"])
    op.create_index("ix_direction_service_request_id", "direction", ["service_request_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("direction")
