"""Signed receipts of reports, and the root of each day's tree

Revision ID: 0047
Revises: 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Reports of before have no receipt that proves."""
    op.create_table(
        "receipt_proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(100), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_request_id"], ["service_request.id"],
            name="fk_receipt_proof_service_request_id", ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipt_proof"),
        sa.UniqueConstraint("service_request_id", name="uq_receipt_proof_service_request_id"),
        sa.UniqueConstraint("code", name="uq_receipt_proof_code"),
    )
    op.create_index("ix_receipt_proof_day", "receipt_proof", ["day", "id"])
    op.create_table(
        "receipt_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_receipt_day"),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("receipt_day")
    op.drop_table("receipt_proof")
