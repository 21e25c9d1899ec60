"""Limits by who asks: numbers that the operator sets, what was refused, closed sources

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

STAGED = ("photo", "recording", "paper")


def upgrade() -> None:
    op.create_table(
        'limit_setting',
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('most', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_limit_setting')),
    )
    op.create_table(
        'limit_refusal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('limit_name', sa.String(length=40), nullable=False),
        sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
        sa.Column('count', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('source_index', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_limit_refusal')),
        sa.UniqueConstraint(
            'limit_name', 'source_index', 'hour',
            name=op.f('uq_limit_refusal_limit_name_source_index_hour'),
        ),
    )
    op.create_index(op.f('ix_limit_refusal_hour'), 'limit_refusal', ['hour'])
    op.create_index(op.f('ix_limit_refusal_source_index'), 'limit_refusal', ['source_index'])
    op.create_table(
        'closed_source',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('closed_by_id', sa.Integer(), nullable=False),
        sa.Column('until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('source_index', sa.String(length=64), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ['closed_by_id'], ['user.id'], name=op.f('fk_closed_source_closed_by_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_closed_source')),
    )
    op.create_index(op.f('ix_closed_source_until'), 'closed_source', ['until'])
    op.create_index(op.f('ix_closed_source_source_index'), 'closed_source', ['source_index'])
    with op.batch_alter_table('transfer_code') as table:
        table.add_column(
            sa.Column('network_index', sa.String(length=64), server_default='', nullable=False)
        )
    for name in STAGED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column('staged_by', sa.String(length=64), nullable=True))
            table.create_index(op.f(f'ix_{name}_staged_by'), ['staged_by'])


def downgrade() -> None:
    for name in STAGED:
        with op.batch_alter_table(name) as table:
            table.drop_index(op.f(f'ix_{name}_staged_by'))
            table.drop_column('staged_by')
    with op.batch_alter_table('transfer_code') as table:
        table.drop_column('network_index')
    op.drop_table('closed_source')
    op.drop_table('limit_refusal')
    op.drop_table('limit_setting')
