"""Rights that need two administrators

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None
OPEN = sa.text('decided_at IS NULL')


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'right_proposal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('permission', sa.String(length=40), nullable=False),
        sa.Column('agency_id', sa.Integer(), nullable=False),
        sa.Column('proposed_by_id', sa.Integer(), nullable=True),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by_id', sa.Integer(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('outcome', sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ['agency_id'], ['agency.id'], name=op.f('fk_right_proposal_agency_id_agency')
        ),
        sa.ForeignKeyConstraint(
            ['decided_by_id'], ['user.id'], ondelete='SET NULL',
            name=op.f('fk_right_proposal_decided_by_id_user'),
        ),
        sa.ForeignKeyConstraint(
            ['proposed_by_id'], ['user.id'], ondelete='SET NULL',
            name=op.f('fk_right_proposal_proposed_by_id_user'),
        ),
        sa.ForeignKeyConstraint(
            ['user_id'], ['user.id'], ondelete='CASCADE',
            name=op.f('fk_right_proposal_user_id_user'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_right_proposal')),
    )
    op.create_index(
        'uq_right_proposal_open', 'right_proposal', ['user_id', 'permission', 'agency_id'],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table('right_proposal')
