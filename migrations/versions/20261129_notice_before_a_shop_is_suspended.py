"""Notice before a shop is suspended, and whose demand it was

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: what was taken down before was so at once."""
    op.add_column(
        'market_takedown',
        sa.Column('authority', sa.String(length=160), nullable=False, server_default=''),
    )
    for name in ('demanded_at', 'begins_at', 'begun_at'):
        op.add_column(
            'market_takedown', sa.Column(name, sa.DateTime(timezone=True), nullable=True)
        )
    op.execute('UPDATE market_takedown SET begun_at = at')


def downgrade() -> None:
    """Go back."""
    for name in ('begun_at', 'begins_at', 'demanded_at', 'authority'):
        op.drop_column('market_takedown', name)
