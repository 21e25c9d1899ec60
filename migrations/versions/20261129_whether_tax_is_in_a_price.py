"""Whether a shop's prices have tax in them

Revision ID: 0029_tax
Revises: 0028_notice
"""

import sqlalchemy as sa
from alembic import op

revision = '0029_tax'
down_revision = '0028_notice'
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
