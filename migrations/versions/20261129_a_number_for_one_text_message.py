"""The number that a guest left to be told once by a text message

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'text_wish',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('grant_id', sa.Integer(), nullable=False),
        sa.Column('person_key_id', sa.Integer(), nullable=False),
        sa.Column('phone_sealed', sa.LargeBinary(), nullable=False),
        sa.Column('language', sa.String(length=2), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['grant_id'], ['grant.id'], ondelete='CASCADE',
            name=op.f('fk_text_wish_grant_id_grant'),
        ),
        sa.ForeignKeyConstraint(
            ['person_key_id'], ['person_key.id'], name=op.f('fk_text_wish_person_key_id_person_key')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_text_wish')),
        sa.UniqueConstraint('grant_id', name=op.f('uq_text_wish_grant_id')),
    )
    op.create_index(op.f('ix_text_wish_created_at'), 'text_wish', ['created_at'])


def downgrade() -> None:
    """Go back: the numbers go, and nobody is told by them."""
    op.drop_index(op.f('ix_text_wish_created_at'), table_name='text_wish')
    op.drop_table('text_wish')
