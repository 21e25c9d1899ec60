"""Checks of shops

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None
# What a market begins with, so that no office of a running province is left without a list.
FIRST = (
    'Họ tên người bán khớp với giấy tờ đã xem',
    'Địa chỉ có thật, người bán ở hoặc làm ăn tại đó',
    'Số điện thoại đã gọi, đúng người bán nghe máy',
    'Giấy đăng ký hoặc mã số thuế đúng, hoặc thuộc diện không phải đăng ký',
)


def upgrade() -> None:
    """Go forward."""
    check = op.create_table(
        'market_shop_check',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(length=160), nullable=False),
        sa.Column('is_asked', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_market_shop_check')),
        sa.UniqueConstraint('text', name=op.f('uq_market_shop_check_text')),
    )
    op.create_table(
        'market_shop_finding',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('shop_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(length=160), nullable=False),
        sa.Column('is_right', sa.Boolean(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['by_id'], ['user.id'], ondelete='SET NULL',
            name=op.f('fk_market_shop_finding_by_id_user'),
        ),
        sa.ForeignKeyConstraint(
            ['shop_id'], ['shop.id'], ondelete='CASCADE',
            name=op.f('fk_market_shop_finding_shop_id_shop'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_market_shop_finding')),
    )
    op.create_index('ix_market_shop_finding_shop', 'market_shop_finding', ['shop_id', 'id'])
    op.bulk_insert(check, [{'text': each, 'is_asked': True} for each in FIRST])


def downgrade() -> None:
    """Go back."""
    op.drop_table('market_shop_finding')
    op.drop_table('market_shop_check')
