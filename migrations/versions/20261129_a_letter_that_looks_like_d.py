"""Ð (U+00D0), which old programs typed for Đ, is found under d in what was stored before

Revision ID: 0011
Revises: 0010
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

WORDS = {
    'request_word': ('service_request_id',),
    'desk_word': ('service_request_id', 'agency_id'),
    'article_word': ('article_id',),
    'product_word': ('product_id', 'unit_price'),
}
"""The indexes of words: what stands beside a word; the first of it, with the word, is the key."""
FOLDED = {
    'place': ('name_folded', 'title_folded', 'search_text', 'aliases'),
    'shop': ('name_folded',),
    'product': ('name_folded',),
}
RANK = 'g'
"""What stands for đ in a key to sort by: it is the seventh letter."""


def upgrade() -> None:
    """Go forward: the same letters that are folded from now on."""
    for table, beside in WORDS.items():
        _fold_words(table, beside)
    for table, columns in FOLDED.items():
        for column in columns:
            _replace(table, column, 'd')
    _replace('place', 'sort_key', RANK)
    op.execute(
        "UPDATE market_forbidden_word SET folded = replace(folded, 'ð', 'd') WHERE folded LIKE '%ð%' "
        "AND replace(folded, 'ð', 'd') NOT IN (SELECT folded FROM market_forbidden_word)"
    )
    # Terms are learnt again with their products; as they stand they lead to no word.
    for column in ('spelling', 'word'):
        op.execute(f"DELETE FROM market_spelling WHERE {column} LIKE '%ð%'")
    op.execute("DELETE FROM market_term WHERE word LIKE '%ð%'")
    _keys_of_customers()


def downgrade() -> None:
    """Go back: nothing to undo, the earlier release reads words under d as well."""


def _fold_words(table: str, beside: tuple[str, ...]) -> None:
    rest, key = ', '.join(beside), beside[0]
    op.execute(
        f"INSERT INTO {table} (word, {rest}) SELECT DISTINCT replace(word, 'ð', 'd'), {rest} "
        f"FROM {table} AS old WHERE word LIKE '%ð%' AND NOT EXISTS (SELECT 1 FROM {table} AS new "
        f"WHERE new.word = replace(old.word, 'ð', 'd') AND new.{key} = old.{key})"
    )
    op.execute(f"DELETE FROM {table} WHERE word LIKE '%ð%'")


def _replace(table: str, column: str, letter: str) -> None:
    op.execute(
        f"UPDATE {table} SET {column} = replace({column}, 'ð', '{letter}') WHERE {column} LIKE '%ð%'"
    )


def _keys_of_customers() -> None:
    """Codes with the letter were compared without it; their requests for money likewise."""
    bind = op.get_bind()
    found = bind.execute(sa.text(
        "SELECT id, biller_id, owner_user_id, code FROM customer_account "
        "WHERE code LIKE '%Ð%' OR code LIKE '%ð%'"
    )).all()
    for row in found:
        key = {'key': _key(row.code), 'id': row.id}
        taken = bind.execute(sa.text(
            'SELECT 1 FROM customer_account WHERE biller_id = :biller AND code_key = :key '
            'AND owner_user_id = :owner'
        ), {**key, 'biller': row.biller_id, 'owner': row.owner_user_id}).first()
        if taken is None:
            bind.execute(sa.text('UPDATE customer_account SET code_key = :key WHERE id = :id'), key)
            bind.execute(sa.text(
                "UPDATE payment_request SET payer_code = :key WHERE subject_kind = 'bill' AND "
                'subject_id IN (SELECT id FROM bill WHERE account_id = :id)'
            ), key)


def _key(code: str) -> str:
    plain = code.upper().translate(str.maketrans('ĐÐ', 'DD'))
    bare = re.sub('[^0-9A-Z]', '', unicodedata.normalize('NFKD', plain))
    return bare.replace('O', '0')[:40]
