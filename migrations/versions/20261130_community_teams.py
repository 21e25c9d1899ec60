"""Community digital teams: areas, members, whom they help, visits at the door

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CODE = sa.String(20)


def _of(table, column, other, ondelete=None):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "community_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        _of("community_team", "place_id", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_community_team"),
        sa.UniqueConstraint("code", name="uq_community_team_code"),
        sa.UniqueConstraint("place_id", name="uq_community_team_place_id"),
    )
    op.create_table(
        "community_skill",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_community_skill"),
        sa.UniqueConstraint("code", name="uq_community_skill_code"),
    )
    op.create_table(
        "community_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "first_number IS NULL OR last_number >= first_number", name="ck_community_area_numbers"
        ),
        _of("community_area", "team_id", "community_team", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_community_area"),
        sa.UniqueConstraint("code", name="uq_community_area_code"),
        sa.UniqueConstraint("team_id", "name", name="uq_community_area_team_id_name"),
    )
    op.create_table(
        "community_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("invitation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("invitation_index", sa.String(64), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        _of("community_member", "team_id", "community_team", "CASCADE"),
        _of("community_member", "user_id", "user", "SET NULL"),
        _of("community_member", "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name="pk_community_member"),
        sa.UniqueConstraint("invitation_index", name="uq_community_member_invitation_index"),
    )
    op.create_index("ix_community_member_team", "community_member", ["team_id", "id"])
    op.create_index("ix_community_member_user", "community_member", ["user_id", "left_at"])
    op.create_table(
        "community_member_area",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        _of("community_member_area", "member_id", "community_member", "CASCADE"),
        _of("community_member_area", "area_id", "community_area", "CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "area_id", name="pk_community_member_area"),
    )
    op.create_index("ix_community_member_area_area_id", "community_member_area", ["area_id"])
    op.create_table(
        "community_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        _of("community_look", "team_id", "community_team", "CASCADE"),
        _of("community_look", "user_id", "user", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_community_look"),
    )
    op.create_index("ix_community_look_team_id", "community_look", ["team_id"])
    op.create_index("ix_community_look_user", "community_look", ["user_id", "team_id", "until"])
    _people()
    _visits()


def _people() -> None:
    op.create_table(
        "community_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("person_key_id", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("known_by", sa.String(64), nullable=True),
        sa.Column("named_by", sa.String(64), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("state_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        _of("community_person", "team_id", "community_team", "CASCADE"),
        _of("community_person", "area_id", "community_area", "SET NULL"),
        _of("community_person", "person_key_id", "person_key"),
        sa.PrimaryKeyConstraint("id", name="pk_community_person"),
        sa.UniqueConstraint("code", name="uq_community_person_code"),
        sa.UniqueConstraint("team_id", "position", name="uq_community_person_team_id_position"),
        sa.UniqueConstraint("team_id", "known_by", name="uq_community_person_team_id_known_by"),
    )
    op.create_index("ix_community_person_area", "community_person", ["area_id", "position"])
    op.create_index("ix_community_person_name", "community_person", ["team_id", "named_by"])


def _visits() -> None:
    op.create_table(
        "community_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        _of("community_visit", "team_id", "community_team", "CASCADE"),
        _of("community_visit", "area_id", "community_area", "SET NULL"),
        _of("community_visit", "person_id", "community_person", "CASCADE"),
        _of("community_visit", "member_id", "community_member"),
        sa.PrimaryKeyConstraint("id", name="pk_community_visit"),
    )
    for name, columns in (
        ("area_id", ["area_id"]),
        ("member_id", ["member_id"]),
        ("person", ["person_id", "happened_at"]),
        ("team", ["team_id", "status", "happened_at"]),
        ("received", ["team_id", "received_at"]),
    ):
        op.create_index(f"ix_community_visit_{name}", "community_visit", columns)
    op.create_table(
        "community_visit_skill",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        _of("community_visit_skill", "visit_id", "community_visit", "CASCADE"),
        _of("community_visit_skill", "skill_id", "community_skill"),
        sa.PrimaryKeyConstraint("visit_id", "skill_id", name="pk_community_visit_skill"),
    )


def downgrade() -> None:
    """Go back."""
    for name in (
        "visit_skill", "visit", "person", "look", "member_area", "member", "area", "skill", "team",
    ):  # fmt: skip
        op.drop_table(f"community_{name}")
