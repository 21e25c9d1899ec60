"""What the room's own parts tell one another; sent inside the sender's transaction."""

from blinker import Namespace

_signals = Namespace()

product_changed = _signals.signal("market-product-changed")
"""A product's words, price, place or status changed. Sender: the product. ``now``."""

shop_changed = _signals.signal("market-shop-changed")
"""A shop's name, place or status changed; each of its products is told of apart.
Sender: the shop. ``now``."""

product_published = _signals.signal("market-product-published")
"""A product can be seen for the first time, or is back. Sender: the product. ``now``."""
