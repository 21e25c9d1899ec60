"""What a guide says in English

Revision ID: 0080
Revises: 0079
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    english = sa.Column("english", sa.JSON(), server_default="{}", nullable=False)
    op.add_column("directory_guide", english)


def downgrade() -> None:
    """Go back."""
    op.drop_column("directory_guide", "english")
