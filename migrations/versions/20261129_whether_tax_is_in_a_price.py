"""Whether a shop's prices have tax in them

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: they have, until a seller says otherwise."""
    op.add_column(
        'shop', sa.Column('adds_tax', sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column('shop', 'adds_tax')
