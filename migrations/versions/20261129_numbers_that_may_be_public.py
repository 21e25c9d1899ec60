"""Which numbers in a report's words everybody may read: an office's telephone, say

The column is added and dropped in place: a batch would copy the table on SQLite, and its generated
column (`due_at`) cannot be written.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("service_request", sa.Column("unmasked", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back."""
    op.drop_column("service_request", "unmasked")
