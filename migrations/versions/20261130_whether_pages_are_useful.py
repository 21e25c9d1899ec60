"""Whether pages are useful: faces counted by month and page, and apart that a browser gave one

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "page_opinion",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("face", sa.String(12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "page", "face", name="pk_page_opinion"),
    )
    op.create_table(
        "page_opinion_given",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("month", "who", name="pk_page_opinion_given"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("page_opinion_given")
    op.drop_table("page_opinion")
