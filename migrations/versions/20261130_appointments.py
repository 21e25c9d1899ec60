"""Appointments: offices, what for, their week, other days, and who comes when

Revision ID: 0072
Revises: 0071
"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def _offices() -> None:
    op.create_table(
        "appointment_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("address", sa.String(160), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("ahead_days", sa.Integer(), nullable=False),
        sa.Column("counters", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of("appointment_office", "agency_id", "agency"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_office"),
        sa.UniqueConstraint("code", name="uq_appointment_office_code"),
    )
    op.create_index("ix_appointment_office_agency", "appointment_office", ["agency_id", "id"])
    op.create_table(
        "appointment_matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(120), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        _of("appointment_matter", "office_id", "appointment_office", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_matter"),
        sa.UniqueConstraint("office_id", "code", name="uq_appointment_matter_office_id_code"),
    )


def _times() -> None:
    op.create_table(
        "appointment_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        _of("appointment_window", "office_id", "appointment_office", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_window"),
    )
    op.create_index("ix_appointment_window_office", "appointment_window", ["office_id", "weekday"])
    op.create_table(
        "appointment_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(160), nullable=False),
        _of("appointment_day", "office_id", "appointment_office", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_day"),
    )
    op.create_index("ix_appointment_day_office", "appointment_day", ["office_id", "day"])


def _appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("is_helped", sa.Boolean(), nullable=False),
        sa.Column("person_key_id", sa.Integer(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("who", sa.String(64), nullable=True),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        _of("appointment", "office_id", "appointment_office"),
        _of("appointment", "matter_id", "appointment_matter"),
        _of("appointment", "user_id", "user", "SET NULL"),
        _of("appointment", "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint("code", name="uq_appointment_code"),
        sa.UniqueConstraint(
            "office_id", "starts_at", "is_online", "seat",
            name="uq_appointment_office_id_starts_at_is_online_seat",
        ),
    )  # fmt: skip
    for name, columns in (
        ("day", ["office_id", "day", "status"]),
        ("who", ["who", "office_id", "status"]),
        ("status", ["status", "day"]),
        ("matter_id", ["matter_id"]),
        ("user_id", ["user_id"]),
    ):
        op.create_index(f"ix_appointment_{name}", "appointment", columns)


def upgrade() -> None:
    """Go forward."""
    _offices()
    _times()
    _appointments()


def downgrade() -> None:
    """Go back."""
    for table in ("appointment", "appointment_day", "appointment_window", "appointment_matter",
                  "appointment_office"):  # fmt: skip
        op.drop_table(table)
