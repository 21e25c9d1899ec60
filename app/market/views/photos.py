"""Pictures of products: served by the product's own rule."""

from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import PUBLIC, access
from app.market import policies
from app.market.blueprint import market
from app.market.queries import products
from app.media.serving import Asked, serve


def load_photo(viewer: Viewer, code: str, photo: str, size: str) -> Asked | None:
    """Give a product's picture: to everybody while it is shown, else to seller and office."""
    product = products.by_code(code)
    link = products.photo_of(product, photo) if product is not None else None
    if product is None or link is None:
        return None
    own = policies.may_change(viewer, product) or policies.may_oversee_product(viewer, product)
    return Asked(link.photo, size, product.is_public) if product.is_public or own else None


@market.get("/cho-so/san-pham/<code>/anh/<photo>-<size>.webp")
@access(PUBLIC, load=load_photo)
def photo(asked: Asked) -> ResponseReturnValue:
    """Serve one size of a product's picture."""
    return serve(asked)
