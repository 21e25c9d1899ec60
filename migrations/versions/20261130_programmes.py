"""Programmes for businesses and cooperatives, apps of the State, and whether their links work

Revision ID: 0076
Revises: 0075
"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("who", sa.String(400), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("phones", sa.String(80), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("link_tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_failures", sa.Integer(), nullable=False),
        sa.Column("link_why", sa.String(160), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_directory_programme"),
        sa.UniqueConstraint("code", name="uq_directory_programme_code"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name="fk_directory_programme_agency_id"
        ),
    )
    op.create_index("ix_directory_programme_agency", "directory_programme", ["agency_id", "id"])
    op.create_index("ix_directory_programme_tested", "directory_programme", ["link_tested_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("directory_programme")
