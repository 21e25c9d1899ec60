"""When a job's wait was reckoned, so that a clock set back moves it

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("outbox_job") as batch_op:
        batch_op.add_column(sa.Column("timed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("outbox_job") as batch_op:
        batch_op.drop_column("timed_at")
