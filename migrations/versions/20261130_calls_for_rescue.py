"""Calls for rescue under an alert: houses, and each call that came from them

Revision ID: 0063
Revises: 0062
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "rescue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("long", sa.Double(), nullable=True),
        sa.Column("needs", sa.String(80), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(12), nullable=False),
        _of("rescue", "alert_id", "alert"),
        _of("rescue", "agency_id", "agency"),
        _of("rescue", "commune_id", "place"),
        _of("rescue", "place_id", "place"),
        _of("rescue", "handler_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_rescue"),
        sa.UniqueConstraint("code", name="uq_rescue_code"),
    )
    op.create_index("ix_rescue_status", "rescue", ["status", "urgency", "id"])
    op.create_index("ix_rescue_alert", "rescue", ["alert_id", "status"])
    for column in ("agency_id", "commune_id", "place_id", "handler_id"):
        op.create_index(f"ix_rescue_{column}", "rescue", [column])
    op.create_table(
        "rescue_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("rescue_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(64), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("browser", sa.String(64), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("long", sa.Double(), nullable=True),
        sa.Column("accuracy", sa.Double(), nullable=True),
        sa.Column("needs", sa.String(80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("safe_at", sa.DateTime(timezone=True), nullable=True),
        _of("rescue_call", "rescue_id", "rescue"),
        _of("rescue_call", "user_id", "user", "SET NULL"),
        _of("rescue_call", "person_key_id", "person_key"),
        _of("rescue_call", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_rescue_call"),
        sa.UniqueConstraint("code", name="uq_rescue_call_code"),
    )
    for column in ("rescue_id", "user_id", "phone_index", "browser", "place_id"):
        op.create_index(f"ix_rescue_call_{column}", "rescue_call", [column])


def downgrade() -> None:
    """Go back."""
    op.drop_table("rescue_call")
    op.drop_table("rescue")
