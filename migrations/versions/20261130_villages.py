"""Villages: households, whose accounts they are, notices, groups, and who was reached

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("head_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("slip_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("slip_index", sa.String(64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _of("household", "person_key_id", "person_key"),
        _of("household", "village_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
        sa.UniqueConstraint("slip_index", name="uq_household_slip_index"),
        sa.UniqueConstraint("village_id", "number", name="uq_household_village_id_number"),
        sa.UniqueConstraint("code", name="uq_household_code"),
    )
    op.create_table(
        "village_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _of("village_group", "village_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_village_group"),
    )
    op.create_index("ix_village_group_village_id", "village_group", ["village_id"])
    op.create_table(
        "village_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        _of("village_text", "village_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_village_text"),
    )
    op.create_index("ix_village_text_village_id", "village_text", ["village_id"])
    op.create_table(
        "household_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(12), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        _of("household_member", "household_id", "household", "CASCADE"),
        _of("household_member", "user_id", "user", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_household_member"),
        sa.UniqueConstraint("user_id", name="uq_household_member_user_id"),
    )
    op.create_index("ix_household_member_household_id", "household_member", ["household_id"])
    op.create_table(
        "household_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of("household_phone", "household_id", "household", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_household_phone"),
    )
    op.create_index("ix_household_phone_household_id", "household_phone", ["household_id"])
    op.create_index("ix_household_phone_phone_index", "household_phone", ["phone_index"])
    op.create_table(
        "village_group_household",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        _of("village_group_household", "household_id", "household", "CASCADE"),
        _of("village_group_household", "group_id", "village_group", "CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "household_id", name="pk_village_group_household"),
    )
    op.create_index("ix_village_group_household_household_id", "village_group_household", ["household_id"])
    op.create_table(
        "village_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("token", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("for_head", sa.Boolean(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("minutes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sums", sa.JSON(), nullable=True),
        sa.CheckConstraint("approved_at IS NULL OR minutes IS NOT NULL", name="ck_village_notice_minutes"),
        sa.CheckConstraint("kind <> 'meeting' OR starts_at IS NOT NULL", name="ck_village_notice_meeting"),
        _of("village_notice", "sent_by_id", "user", "SET NULL"),
        _of("village_notice", "village_id", "place"),
        _of("village_notice", "group_id", "village_group", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_village_notice"),
        sa.UniqueConstraint("code", name="uq_village_notice_code"),
        sa.UniqueConstraint("token", name="uq_village_notice_token"),
    )
    op.create_index("ix_village_notice_due", "village_notice", ["status", "remind_at"])
    op.create_index("ix_village_notice_group_id", "village_notice", ["group_id"])
    op.create_index("ix_village_notice_sent_by_id", "village_notice", ["sent_by_id"])
    op.create_index("ix_village_notice_village", "village_notice", ["village_id", "id"])
    op.create_table(
        "village_phone_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        _of("village_phone_look", "user_id", "user", "CASCADE"),
        _of("village_phone_look", "village_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_village_phone_look"),
    )
    op.create_index("ix_village_phone_look_user", "village_phone_look", ["user_id", "village_id", "until"])
    op.create_index("ix_village_phone_look_village", "village_phone_look", ["village_id", "id"])
    op.create_table(
        "village_minutes_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _of("village_minutes_photo", "notice_id", "village_notice", "CASCADE"),
        _of("village_minutes_photo", "photo_id", "attachment"),
        sa.PrimaryKeyConstraint("id", name="pk_village_minutes_photo"),
        sa.UniqueConstraint("photo_id", name="uq_village_minutes_photo_photo_id"),
    )
    op.create_index("ix_village_minutes_photo_notice_id", "village_minutes_photo", ["notice_id"])
    op.create_table(
        "village_reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(10), nullable=True),
        sa.Column("answer_by", sa.String(5), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delegate_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("votes", sa.JSON(), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        _of("village_reach", "notice_id", "village_notice", "CASCADE"),
        _of("village_reach", "household_id", "household", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_village_reach"),
        sa.UniqueConstraint("notice_id", "household_id", name="uq_village_reach_notice_id_household_id"),
    )
    op.create_index("ix_village_reach_household", "village_reach", ["household_id", "notice_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("village_reach")
    op.drop_table("village_minutes_photo")
    op.drop_table("village_phone_look")
    op.drop_table("village_notice")
    op.drop_table("village_group_household")
    op.drop_table("household_phone")
    op.drop_table("household_member")
    op.drop_table("village_text")
    op.drop_table("village_group")
    op.drop_table("household")
