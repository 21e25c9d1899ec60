"""What stands now, kept on the day it is due

Revision ID: 0073
Revises: 0072
"""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

NEW = ("waits", "waits_late", "asks", "loose", "loose_late")


def upgrade() -> None:
    """Go forward. Who counts next sees the earlier make, and counts all reports anew, in turns."""
    for table in ("figure", "figure_part"):
        for name in NEW:
            op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Go back; whoever counts next makes the earlier make of them."""
    op.execute("UPDATE figure_clock SET shape = 0")
    for table in ("figure_part", "figure"):
        for name in reversed(NEW):
            op.drop_column(table, name)
