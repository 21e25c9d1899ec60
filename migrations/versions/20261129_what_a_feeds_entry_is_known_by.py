"""What a feed's entry is known by, and what its source wrote since

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

KEYS = ('guid_key', 'link_key', 'content_key', 'words_key')
TEXTS = ('offered_title', 'offered_summary', 'offered_body')
INDEXES = {
    'ix_feed_entry_guid': 'guid_key',
    'ix_feed_entry_link': 'link_key',
    'ix_feed_entry_content': 'content_key',
}


def upgrade() -> None:
    """Go forward; rows that are there stay known by their key."""
    with op.batch_alter_table('feed_entry', schema=None) as batch_op:
        for name in KEYS:
            column = sa.Column(name, sa.String(length=64), server_default='', nullable=False)
            batch_op.add_column(column)
        batch_op.add_column(sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True))
        for name in TEXTS:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        for name, column in INDEXES.items():
            batch_op.create_index(name, ['source_id', column], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table('feed_entry', schema=None) as batch_op:
        for name in INDEXES:
            batch_op.drop_index(name)
        for name in (*TEXTS, 'offered_at', *KEYS):
            batch_op.drop_column(name)
