"""Photos and a voice with which a buyer asks about an order

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "market_order_attachment",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_market_order_attachment_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["market_order_change.id"],
            name="fk_market_order_attachment_change_id", ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_market_order_attachment"),
    )
    op.create_index(
        "ix_market_order_attachment_change_id", "market_order_attachment", ["change_id"]
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("market_order_attachment")
