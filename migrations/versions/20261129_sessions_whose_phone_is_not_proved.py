"""Sessions whose phone is not proved

A session that a helper's code opened and nobody proved since counts as unproved at once.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column('session', sa.Column('unproved_since', sa.DateTime(timezone=True)))
    no = sa.false()
    op.add_column(
        'session_grant', sa.Column('made_here', sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column(
        'one_time_code', sa.Column('by_helper', sa.Boolean(), nullable=False, server_default=no)
    )
    names = ('user_id', 'proved_at', 'created_at', 'unproved_since')
    session = sa.table('session', *(sa.column(name) for name in names))
    vouched = session.c.user_id.is_not(None) & session.c.proved_at.is_(None)
    op.execute(session.update().where(vouched).values(unproved_since=session.c.created_at))


def downgrade() -> None:
    """Go back."""
    op.drop_column('one_time_code', 'by_helper')
    op.drop_column('session_grant', 'made_here')
    op.drop_column('session', 'unproved_since')
