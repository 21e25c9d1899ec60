"""The room's pages for the budgets."""

from tests.market import buyer_pages

PAGES = [*buyer_pages.PAGES]
