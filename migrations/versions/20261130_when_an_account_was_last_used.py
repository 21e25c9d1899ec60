"""When an account was last used, and whether its person was told that it ends

Revision ID: 0043
Revises: 0042
"""

import sqlalchemy as sa
from alembic import op

revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None
NAMES = ('last_used_at', 'phone_proved_at', 'idle_told_at')


def upgrade() -> None:
    """Go forward: nobody knows any more when older ones were used, so it counts from now."""
    for name in NAMES:
        op.add_column('user', sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE "user" SET last_used_at = CURRENT_TIMESTAMP WHERE erased_at IS NULL')


def downgrade() -> None:
    """Go back."""
    for name in reversed(NAMES):
        op.drop_column('user', name)
