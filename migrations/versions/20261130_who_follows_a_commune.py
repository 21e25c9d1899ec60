"""Who follows a commune, and up to which week they were told

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "commune_follow",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_commune_follow_user_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name="fk_commune_follow_place_id"
        ),
        sa.PrimaryKeyConstraint("user_id", "place_id", name="pk_commune_follow"),
    )
    op.create_index("ix_commune_follow_place_id", "commune_follow", ["place_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("commune_follow")
