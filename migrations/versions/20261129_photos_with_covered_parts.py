"""A photo's copy with faces and plates covered, which the public sees in its place

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("request_attachment") as batch_op:
        batch_op.add_column(sa.Column("covers_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_request_attachment_covers_id_request_attachment"),
            "request_attachment", ["covers_id"], ["id"], ondelete="SET NULL",
        )
        batch_op.create_index(batch_op.f("ix_request_attachment_covers_id"), ["covers_id"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("request_attachment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_attachment_covers_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_request_attachment_covers_id_request_attachment"), type_="foreignkey"
        )
        batch_op.drop_column("covers_id")
