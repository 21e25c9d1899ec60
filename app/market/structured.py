"""What a product is in the words of schema.org, for search engines: a block of data, no script.

The content security policy's ``script-src`` is about scripts that run. A ``script`` element whose
type is no JavaScript is a data block (HTML, 4.12.1) and is never run, so it needs no hash.
"""

import json
from datetime import date
from typing import Any

from markupsafe import Markup

from app.core.config import settings
from app.market.models import Product

SCHEMA = "https://schema.org"


def product_data(product: Product, today: date) -> Markup:
    """Give the block of data for a product's page; its words cannot end the element."""
    text = json.dumps(describe(product, today), ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))  # noqa: S704


def describe(product: Product, today: date) -> dict[str, Any]:
    """Give the product as schema.org's Product with its offer; only what everybody sees."""
    found: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": product.name,
        "sku": product.code,
        "category": product.kind.name,
        "url": _address(f"/cho-so/san-pham/{product.code}"),
        "offers": _offer(product),
    }
    if product.about:
        found["description"] = product.about
    ready = [link.photo.code for link in product.photos if link.photo.is_ready]
    if ready:
        path = f"/cho-so/san-pham/{product.code}/anh"
        found["image"] = [_address(f"{path}/{code}-large.webp") for code in ready]
    if product.stars_on(today):
        found["award"] = f"OCOP {product.ocop_stars}"
    return found


def _offer(product: Product) -> dict[str, Any]:
    state = "InStock" if product.is_on_sale else "OutOfStock"
    common: dict[str, Any] = {
        "priceCurrency": "VND",
        "availability": f"{SCHEMA}/{state}",
        "seller": {"@type": "Organization", "name": product.shop.name},
    }
    if product.has_one_price:
        return {"@type": "Offer", "price": product.price_min, **common}
    prices = {"lowPrice": product.price_min, "highPrice": product.price_max}
    return {"@type": "AggregateOffer", **prices, **common}


def _address(path: str) -> str:
    return settings().base_url.rstrip("/") + path
