"""The register of leaks of personal data

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'data_breach',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('status', sa.String(length=8), nullable=False),
        sa.Column('title', sa.String(length=120), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('data', sa.Text(), nullable=False),
        sa.Column('people', sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ('found_at', 'tell_by')
        ),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ('authority_told_at', 'people_told_at', 'closed_at')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_breach')),
        sa.UniqueConstraint('code', name=op.f('uq_data_breach_code')),
    )
    op.create_index('ix_data_breach_status', 'data_breach', ['status', 'id'])
    op.create_table(
        'data_breach_entry',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('breach_id', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('verb', sa.String(length=16), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['breach_id'], ['data_breach.id'], name=op.f('fk_data_breach_entry_breach_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['by_id'], ['user.id'], name=op.f('fk_data_breach_entry_by_id'), ondelete='SET NULL'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_data_breach_entry')),
    )
    op.create_index(op.f('ix_data_breach_entry_breach_id'), 'data_breach_entry', ['breach_id'])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f('ix_data_breach_entry_breach_id'), table_name='data_breach_entry')
    op.drop_table('data_breach_entry')
    op.drop_index('ix_data_breach_status', table_name='data_breach')
    op.drop_table('data_breach')
