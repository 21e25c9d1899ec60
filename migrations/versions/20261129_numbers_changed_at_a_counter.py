"""Numbers changed at a counter wait

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None
OPEN = sa.text('settled_at IS NULL')


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'phone_change',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('phone_sealed', sa.LargeBinary(), nullable=True),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('agency_id', sa.Integer(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ['agency_id'], ['agency.id'], name=op.f('fk_phone_change_agency_id_agency')
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['user.id'], ondelete='SET NULL', name=op.f('fk_phone_change_by_id_user')
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], ondelete='CASCADE', name=op.f('fk_phone_change_user_id_user')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_phone_change')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_phone_change_token_hash')),
    )
    op.create_index('ix_phone_change_due_at', 'phone_change', ['due_at'])
    op.create_index(
        'uq_phone_change_open', 'phone_change', ['user_id'],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table('phone_change')
