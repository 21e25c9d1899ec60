"""The market's index: which words and facets a product that can be seen is found under.

A facet is a word that nobody can type (``#place:12``), so that every combination of a search
and its filters is the same walk over one index.
"""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Money, db

LONGEST = 40
EVERY = "#all"
OCOP = "#ocop"
NO_PRICE = 10**12
"""Stands where no unit price is known: such products come last."""


def kind_facet(kind_id: int) -> str:
    return f"#kind:{kind_id}"


def place_facet(commune_id: int) -> str:
    return f"#place:{commune_id}"


def month_facet(month: int) -> str:
    return f"#month:{month}"


class ProductWord(db.Model):
    """A product found under a word; it is there only while everybody may see the product."""

    __tablename__ = "product_word"
    __table_args__ = (
        Index("ix_product_word_price", "word", "unit_price", "product_id"),
        Index("ix_product_word_product", "product_id"),
    )

    word: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    unit_price: Mapped[int] = mapped_column(Money)


class MarketTerm(db.Model):
    """A word that products have, by how it sounds: where a misspelt word is led to."""

    __tablename__ = "market_term"

    word: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    sound: Mapped[str] = mapped_column(String(LONGEST), index=True)


class MarketSpelling(db.Model):
    """A term with one letter left out, and as it is: two words that are one wrong letter, one
    letter too many or two changed letters apart have such a spelling in common."""

    __tablename__ = "market_spelling"

    spelling: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    word: Mapped[str] = mapped_column(
        ForeignKey("market_term.word", ondelete="CASCADE"), primary_key=True
    )
