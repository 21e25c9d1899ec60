"""Whether a person takes a text message about what they did not open

Revision ID: 0016
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: everybody does until they say otherwise."""
    op.add_column(
        "user",
        sa.Column("text_messages", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column("user", "text_messages")
