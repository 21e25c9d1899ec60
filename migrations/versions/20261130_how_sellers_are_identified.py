"""How sellers are identified, and from which day they have to be

Revision ID: 0042
Revises: 0041
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None
# As known when this was written; nobody of the operator has compared it yet.
FIRST = {
    'code': 'seller-identity',
    'holds_from': date(2027, 1, 1),
    'basis': 'Luật 122/2025/QH15, Nghị định 248/2026/NĐ-CP',
}


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        'market_seller_identity',
        sa.Column('shop_id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('way', sa.String(length=12), nullable=False),
        sa.Column('level', sa.Integer(), nullable=False),
        sa.Column('identified_on', sa.Date(), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.Column('reference_sealed', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ['by_id'], ['user.id'], ondelete='SET NULL',
            name=op.f('fk_market_seller_identity_by_id_user'),
        ),
        sa.ForeignKeyConstraint(
            ['shop_id'], ['shop.id'], ondelete='CASCADE',
            name=op.f('fk_market_seller_identity_shop_id_shop'),
        ),
        sa.PrimaryKeyConstraint('shop_id', name=op.f('pk_market_seller_identity')),
    )
    duty = op.create_table(
        'market_duty',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('holds_from', sa.Date(), nullable=False),
        sa.Column('basis', sa.String(length=200), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_market_duty')),
        sa.UniqueConstraint('code', name=op.f('uq_market_duty_code')),
    )
    op.bulk_insert(duty, [FIRST])


def downgrade() -> None:
    """Go back."""
    op.drop_table('market_duty')
    op.drop_table('market_seller_identity')
