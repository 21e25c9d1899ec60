"""Forms of customer codes, by which a code finds its biller

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("biller") as batch_op:
        batch_op.add_column(
            sa.Column("code_forms", sa.String(length=200), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("biller") as batch_op:
        batch_op.drop_column("code_forms")
