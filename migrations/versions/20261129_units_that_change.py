"""Units that are renamed, merged or split from a day on

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'unit_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=8), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('what', sa.JSON(), nullable=False),
        sa.Column('basis', sa.String(length=200), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by', sa.String(length=80), nullable=False),
        sa.Column('applied_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_change')),
    )
    op.create_index('ix_unit_change_due', 'unit_change', ['applied_at', 'day'])


def downgrade() -> None:
    """Go back."""
    op.drop_index('ix_unit_change_due', table_name='unit_change')
    op.drop_table('unit_change')
