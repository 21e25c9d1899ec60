"""The inbox sorted by any column, and filters shared with colleagues

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

INDEXES = {
    "ix_service_request_of_service": ["agency_id", "is_open", "service_id", "due_at", "id"],
    "ix_service_request_of_place": ["agency_id", "is_open", "place_id", "due_at", "id"],
    "ix_service_request_of_handler": ["agency_id", "is_open", "assignee_id", "due_at", "id"],
    "ix_service_request_of_received": ["agency_id", "is_open", "requested_datetime", "id"],
    "ix_service_request_of_code": ["agency_id", "is_open", "code"],
    "ix_service_request_all_service": ["is_open", "service_id", "due_at", "id"],
    "ix_service_request_all_place": ["is_open", "place_id", "due_at", "id"],
    "ix_service_request_all_received": ["is_open", "requested_datetime", "id"],
}


def upgrade() -> None:
    """Go forward."""
    for name, columns in INDEXES.items():
        op.create_index(name, "service_request", columns)
    with op.batch_alter_table("saved_filter") as table:
        table.alter_column("query", type_=sa.String(1500), existing_nullable=False)
        table.add_column(sa.Column("shared_with_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_saved_filter_shared_with_id", "agency", ["shared_with_id"], ["id"]
        )
        table.create_index("ix_saved_filter_shared_with_id", ["shared_with_id"])


def downgrade() -> None:
    """Go back: what is longer than it may be then, and what others shared, is forgotten."""
    op.execute("DELETE FROM saved_filter WHERE length(query) > 400")
    with op.batch_alter_table("saved_filter") as table:
        table.drop_index("ix_saved_filter_shared_with_id")
        table.drop_constraint("fk_saved_filter_shared_with_id", type_="foreignkey")
        table.drop_column("shared_with_id")
        table.alter_column("query", type_=sa.String(400), existing_nullable=False)
    for name in reversed(INDEXES):
        op.drop_index(name, "service_request")
