"""That those who have a place in a class were reminded of it

Revision ID: 0084
Revises: 0083
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add when a class's people were reminded, and find classes by their day."""
    op.add_column("community_training", sa.Column("reminded_at", sa.DateTime(timezone=True)))
    op.create_index("ix_community_training_soon", "community_training", ["starts_at"])


def downgrade() -> None:
    """Take both away."""
    op.drop_index("ix_community_training_soon", "community_training")
    op.drop_column("community_training", "reminded_at")
