"""Counters of reports, kept from what each report adds to them

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

COUNTED = (
    "received", "on_time", "late", "withdrawn", "overdue", "answered", "answered_in_time",
    "reopened", "transferred", "rated", "satisfied",
)


def _counts():
    return [sa.Column(name, sa.Integer(), nullable=False) for name in COUNTED]


def _of_report(table):
    return sa.ForeignKeyConstraint(
        ["service_request_id"], ["service_request.id"],
        name=f"fk_{table}_service_request_id", ondelete="CASCADE",
    )


def upgrade() -> None:
    """Go forward. The worker counts the reports that are there, in turns."""
    op.create_table(
        "figure",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("scope_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("span", sa.String(1), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key_id", sa.Integer(), autoincrement=False, nullable=False),
        *_counts(),
        sa.PrimaryKeyConstraint("kind", "scope_id", "span", "day", "key_id", name="pk_figure"),
    )
    op.create_table(
        "figure_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=False),
        sa.Column("turns_at", sa.DateTime(timezone=True), nullable=True),
        *_counts(),
        _of_report("figure_part"),
        sa.PrimaryKeyConstraint("id", name="pk_figure_part"),
    )
    op.create_index("ix_figure_part_request", "figure_part", ["service_request_id"])
    op.create_index(
        "ix_figure_part_turns", "figure_part", ["turns_at"],
        sqlite_where=sa.text("turns_at IS NOT NULL"),
        postgresql_where=sa.text("turns_at IS NOT NULL"),
    )
    op.create_table(
        "figure_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=False),
        _of_report("figure_due"),
        sa.PrimaryKeyConstraint("id", name="pk_figure_due"),
    )
    op.create_index("ix_figure_due_service_request_id", "figure_due", ["service_request_id"])
    op.create_table(
        "figure_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_figure_clock"),
    )
    op.execute(
        "INSERT INTO figure_due (service_request_id) SELECT id FROM service_request ORDER BY id"
    )


def downgrade() -> None:
    """Go back."""
    for table in ("figure_clock", "figure_due", "figure_part", "figure"):
        op.drop_table(table)
