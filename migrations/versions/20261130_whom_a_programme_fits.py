"""For which kinds of businesses a programme is

Revision ID: 0081
Revises: 0080
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    fits = sa.Column("fits", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("directory_programme", fits)


def downgrade() -> None:
    """Go back."""
    op.drop_column("directory_programme", "fits")
