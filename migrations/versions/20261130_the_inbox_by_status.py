"""The inbox by the status of what is open

Revision ID: 0078
Revises: 0077
"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

TABLE = "service_request"
OPEN = {"sqlite_where": sa.text("is_open = 1"), "postgresql_where": sa.text("is_open")}


def upgrade() -> None:
    """Go forward."""
    mine = ["agency_id", "status", "due_at", "id"]
    op.create_index("ix_service_request_of_status", TABLE, mine, **OPEN)
    op.create_index("ix_service_request_all_status", TABLE, mine[1:], **OPEN)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_service_request_all_status", TABLE)
    op.drop_index("ix_service_request_of_status", TABLE)
