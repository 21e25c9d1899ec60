"""What somebody said to a part of a consultation, in their own voice

Revision ID: 0066
Revises: 0065
"""

import sqlalchemy as sa
from alembic import op

revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None

TABLE = "survey_attachment"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        TABLE,
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=f"fk_{TABLE}_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["survey_reply.id"], name=f"fk_{TABLE}_reply_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["survey_question.id"], name=f"fk_{TABLE}_question_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["survey_point.id"], name=f"fk_{TABLE}_point_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=f"pk_{TABLE}"),
    )
    for column in ("reply_id", "question_id", "point_id"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)
