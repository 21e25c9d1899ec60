"""How long what is kept of people stays, and what is held longer

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'retention_rule',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('days', sa.Integer(), nullable=False),
        sa.Column('holds_from', sa.DateTime(timezone=True), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=True),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.Column('set_by', sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_rule')),
    )
    op.create_index('ix_retention_rule_kind', 'retention_rule', ['kind', 'holds_from'])
    op.create_table(
        'retention_hold',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=200), nullable=False),
        sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('placed_by', sa.String(length=80), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_hold')),
    )
    op.create_index(
        'uq_retention_hold_open', 'retention_hold', ['kind', 'subject_id'], unique=True,
        sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'),
    )
    op.add_column('audit_seal', sa.Column('emptied_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        'service_request', sa.Column('person_ended_at', sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """Go back."""
    op.drop_column('service_request', 'person_ended_at')
    op.drop_column('audit_seal', 'emptied_at')
    op.drop_index('uq_retention_hold_open', table_name='retention_hold')
    op.drop_table('retention_hold')
    op.drop_index('ix_retention_rule_kind', table_name='retention_rule')
    op.drop_table('retention_rule')
