"""Who asks: the browser, the network address and the person behind a request.

Limits are keyed on them as well as on whom a request concerns, so that a stranger's tries are
a stranger's alone.
"""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from flask import has_request_context, request

from app.accounts import device_cookie, phones
from app.accounts.device_cookie import Device
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import personal
from app.core.access import current_viewer


@dataclass(frozen=True)
class Asker:
    """``network`` is an address as ``network_of`` gives it; ``session`` a session's code."""

    network: str
    device: Device | None = None
    user: User | None = None
    session: str | None = None

    def knows(self, phone: str) -> bool:
        """Tell whether this browser, or the person in it, has proved that phone (E.164)."""
        index = phones.index(phone)
        if self.user is not None and self.user.phone_index == index:
            return True
        return self.device is not None and self.device.knows(index)

    @property
    def browser(self) -> str | None:
        """Give what tells this browser from others; None for one that was never here."""
        return self.device.number if self.device else self.session

    @property
    def own(self) -> str:
        """Give what is certainly this asker's alone: the person, else the browser."""
        return self.user.reference if self.user else self.browser or self.network


def asker() -> Asker:
    viewer: Viewer = current_viewer()
    session = viewer.session.code if viewer.session else None
    network = network_of(request.remote_addr)
    return Asker(network, device_cookie.device(), viewer.user, session)


def sender() -> str | None:
    """Give a keyed hash that tells one sender from others; None outside a request."""
    if not has_request_context():
        return None
    return personal.blind_index("sender", asker().own)


def network_of(address: str | None) -> str:
    """Give what counts as one network address: an IPv6 home has a /64 to itself."""
    if not address:
        return "unknown"
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network(f"{address}/64", strict=False))
    return str(found)
