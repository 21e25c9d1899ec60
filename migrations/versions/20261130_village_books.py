"""The books of villages: works, and what was collected and spent for them

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "village_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of("village_work", "village_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_village_work"),
        sa.UniqueConstraint("code", name="uq_village_work_code"),
    )
    op.create_index("ix_village_work_village", "village_work", ["village_id", "id"])
    op.create_table(
        "village_work_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_because", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_village_work_line_amount"),
        _of("village_work_line", "work_id", "village_work", "CASCADE"),
        _of("village_work_line", "photo_id", "attachment"),
        sa.PrimaryKeyConstraint("id", name="pk_village_work_line"),
        sa.UniqueConstraint("photo_id", name="uq_village_work_line_photo_id"),
    )
    op.create_index("ix_village_work_line_work_id", "village_work_line", ["work_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("village_work_line")
    op.drop_table("village_work")
