"""The inbox of all agencies by code, and by how a report came

Revision ID: inbox_by_code
Revises: 0027
"""

from alembic import op

revision = 'inbox_by_code'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index("ix_service_request_all_code", "service_request", ["is_open", "code"])
    op.create_index(
        "ix_service_request_all_source", "service_request", ["is_open", "source", "due_at", "id"]
    )


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_service_request_all_source", "service_request")
    op.drop_index("ix_service_request_all_code", "service_request")
