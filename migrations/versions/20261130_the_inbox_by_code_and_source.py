"""The inbox of all agencies by code, and by how a report came

Revision ID: 0031
Revises: 0030
"""

from alembic import op

revision = '0031'
down_revision = '0030'
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
