"""What a photo is known again by when it is sent a second time

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.add_column(sa.Column("fingerprint", sa.String(64), nullable=True))
        batch_op.create_index("ix_attachment_fingerprint", ["fingerprint"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index("ix_attachment_fingerprint")
        batch_op.drop_column("fingerprint")
