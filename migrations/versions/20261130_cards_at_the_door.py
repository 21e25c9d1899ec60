"""sex and, where it was agreed to, the card's number of people on a team's list

Revision ID: 0067
Revises: 0066
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("community_person") as table:
        table.add_column(sa.Column("sex_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("card_sealed", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("card_consent", sa.Integer(), nullable=True))
        table.add_column(sa.Column("card_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("community_person") as table:
        for column in ("card_at", "card_consent", "card_sealed", "sex_sealed"):
            table.drop_column(column)
