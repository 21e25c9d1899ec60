"""What came with a request about one's data: a photo, a voice

Revision ID: 0077
Revises: 0076
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

TABLE = "data_request_attachment"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        TABLE,
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("data_request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=f"fk_{TABLE}_attachment_id"
        ),
        sa.ForeignKeyConstraint(
            ["data_request_id"], ["data_request.id"], name=f"fk_{TABLE}_data_request_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=f"pk_{TABLE}"),
    )
    op.create_index(f"ix_{TABLE}_data_request_id", TABLE, ["data_request_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table(TABLE)
