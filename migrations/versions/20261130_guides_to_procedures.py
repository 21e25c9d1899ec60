"""Guides to procedures: what they say, what they said before, which step is said to be wrong

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.String(400), nullable=False),
        sa.Column("audience", sa.String(400), nullable=False),
        sa.Column("place", sa.String(400), nullable=False),
        sa.Column("fee", sa.String(400), nullable=False),
        sa.Column("takes", sa.String(400), nullable=False),
        sa.Column("helper", sa.String(400), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("steps_text", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of("directory_guide", "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_guide"),
        sa.UniqueConstraint("code", name="uq_directory_guide_code"),
    )
    op.create_index("ix_directory_guide_agency", "directory_guide", ["agency_id", "id"])
    op.create_table(
        "directory_guide_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("steps_text", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        _of("directory_guide_version", "guide_id", "directory_guide", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_guide_version"),
        sa.UniqueConstraint(
            "guide_id", "version", name="uq_directory_guide_version_guide_id_version"
        ),
    )
    op.create_table(
        "directory_guide_fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        _of("directory_guide_fault", "guide_id", "directory_guide", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_guide_fault"),
        sa.UniqueConstraint("guide_id", "step", name="uq_directory_guide_fault_guide_id_step"),
    )


def downgrade() -> None:
    """Go back."""
    for name in ("guide_fault", "guide_version", "guide"):
        op.drop_table(f"directory_{name}")
