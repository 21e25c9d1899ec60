"""Messages that are heard: read by the server, or said in a language of the province

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "spoken_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("speech_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["speech_id"], ["attachment.id"], name="fk_spoken_text_speech_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_spoken_text"),
        sa.UniqueConstraint("speech_id", name="uq_spoken_text_speech_id"),
    )
    op.create_index("ix_spoken_text_subject", "spoken_text", ["subject", "digest"])
    op.create_index("ix_spoken_text_created_at", "spoken_text", ["created_at"])
    op.create_table(
        "spoken_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("tongue", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name="fk_spoken_message_agency_id"
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["attachment.id"], name="fk_spoken_message_recording_id"
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["user.id"], name="fk_spoken_message_said_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_spoken_message"),
        sa.UniqueConstraint("recording_id", name="uq_spoken_message_recording_id"),
    )
    op.create_index("ix_spoken_message_subject", "spoken_message", ["subject", "tongue"])
    op.create_index("ix_spoken_message_agency_id", "spoken_message", ["agency_id"])
    op.create_index("ix_spoken_message_said_by", "spoken_message", ["said_by"])


def downgrade() -> None:
    """Go back: what was said is forgotten, and its rows among the files."""
    op.execute("CREATE TEMPORARY TABLE heard AS SELECT recording_id AS id FROM spoken_message")
    op.execute("INSERT INTO heard SELECT speech_id FROM spoken_text")
    op.drop_table("spoken_message")
    op.drop_table("spoken_text")
    op.execute("DELETE FROM attachment WHERE id IN (SELECT id FROM heard)")
    op.execute("DROP TABLE heard")
