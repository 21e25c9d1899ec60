"""The room's pages for the budgets."""

from tests.market import buyer_pages, seller_pages

PAGES = [*buyer_pages.PAGES, *seller_pages.PAGES]
