"""Classes with places: who signed up, what is handed out; hours of volunteers

Revision ID: 0083
Revises: 0082
"""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def _number(name, **more):
    return sa.Column(name, sa.Integer(), nullable=False, **more)


def _at(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Go forward."""
    _classes()
    _places()
    _parts()
    _hours()


def _classes():
    op.create_table(
        "community_training",
        _number("id"),
        sa.Column("code", sa.String(20), nullable=False),
        _number("version"),
        sa.Column("status", sa.String(10), nullable=False),
        _number("place_id"),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("venue", sa.String(160), nullable=False),
        sa.Column("taught_by", sa.String(80), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        _at("starts_at"),
        _at("ends_at"),
        *(_number(name) for name in ("places", "taken", "waiting", "came", "numbers")),
        sa.Column("reason", sa.String(300), nullable=False),
        _at("created_at"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_community_training_times"),
        sa.CheckConstraint(
            "places > 0 AND taken >= 0 AND waiting >= 0 AND came >= 0",
            name="ck_community_training_counts",
        ),
        _of("community_training", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_community_training"),
        sa.UniqueConstraint("code", name="uq_community_training_code"),
    )
    op.create_index(
        "ix_community_training_place", "community_training", ["place_id", "starts_at", "id"]
    )


def _places():
    name = "community_training_place"
    op.create_table(
        name,
        _number("id"),
        _number("training_id"),
        _number("number"),
        sa.Column("status", sa.String(5), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("is_helped", sa.Boolean(), nullable=False),
        _number("person_key_id"),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        _at("signed_at"),
        _at("came_at", nullable=True),
        _of(name, "training_id", "community_training", "CASCADE"),
        _of(name, "user_id", "user", "SET NULL"),
        _of(name, "helper_id", "user", "SET NULL"),
        _of(name, "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("training_id", "who", name=f"uq_{name}_training_id_who"),
        sa.UniqueConstraint("training_id", "number", name=f"uq_{name}_training_id_number"),
    )
    for column in ("user_id", "helper_id"):
        op.create_index(f"ix_{name}_{column}", name, [column])


def _parts():
    """What is taught, who helps, what is handed out."""
    for thing, other in (("skill", "community_skill"), ("helper", "community_member")):
        name, column = f"community_training_{thing}", f"{other.removeprefix('community_')}_id"
        op.create_table(
            name,
            _number("training_id"),
            _number(column),
            _of(name, "training_id", "community_training", "CASCADE"),
            _of(name, column, other, "CASCADE"),
            sa.PrimaryKeyConstraint("training_id", column, name=f"pk_{name}"),
        )
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_table(
        "community_training_file",
        _number("attachment_id"),
        _number("training_id"),
        sa.Column("title", sa.String(80), nullable=False),
        _of("community_training_file", "attachment_id", "attachment"),
        _of("community_training_file", "training_id", "community_training", "CASCADE"),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_community_training_file"),
    )
    op.create_index(
        "ix_community_training_file_training_id", "community_training_file", ["training_id"]
    )


def _hours():
    op.create_table(
        "community_hours",
        _number("id"),
        _number("member_id"),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _number("minutes"),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        _at("entered_at"),
        _at("approved_at", nullable=True),
        sa.CheckConstraint("minutes > 0 AND minutes <= 1440", name="ck_community_hours_minutes"),
        _of("community_hours", "member_id", "community_member", "CASCADE"),
        _of("community_hours", "training_id", "community_training", "CASCADE"),
        _of("community_hours", "entered_by_id", "user", "SET NULL"),
        _of("community_hours", "approved_by_id", "user", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_community_hours"),
        sa.UniqueConstraint(
            "training_id", "member_id", name="uq_community_hours_training_id_member_id"
        ),
    )
    op.create_index("ix_community_hours_member", "community_hours", ["member_id", "day"])
    for column in ("entered_by_id", "approved_by_id"):
        op.create_index(f"ix_community_hours_{column}", "community_hours", [column])


def downgrade() -> None:
    """Go back."""
    for name in ("hours", "training_file", "training_helper", "training_skill", "training_place",
                 "training"):  # fmt: skip
        op.drop_table(f"community_{name}")
