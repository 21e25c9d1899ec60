"""Questions to the operators, with what came along

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name="fk_enquiry_user_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_key_id"], ["person_key.id"], name="fk_enquiry_person_key_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry"),
        sa.UniqueConstraint("code", name="uq_enquiry_code"),
    )
    op.create_index("ix_enquiry_status", "enquiry", ["status", "id"])
    op.create_index("ix_enquiry_user_id", "enquiry", ["user_id"])
    op.create_table(
        "enquiry_attachment",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name="fk_enquiry_attachment_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name="fk_enquiry_attachment_enquiry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_enquiry_attachment"),
    )
    op.create_index("ix_enquiry_attachment_enquiry_id", "enquiry_attachment", ["enquiry_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("enquiry_attachment")
    op.drop_table("enquiry")
