"""Photos and a voice that come with a complaint on the market

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "market_complaint_attachment",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"],
            name=op.f("fk_market_complaint_attachment_attachment_id_attachment"),
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["market_complaint.id"], ondelete="CASCADE",
            name=op.f("fk_market_complaint_attachment_complaint_id_market_complaint"),
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_market_complaint_attachment")),
    )
    with op.batch_alter_table("market_complaint_attachment") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_market_complaint_attachment_complaint_id"), ["complaint_id"]
        )


def downgrade() -> None:
    """Go back."""
    op.drop_table("market_complaint_attachment")
