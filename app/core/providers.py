"""Providers of sign-ins, as the operator's settings name them (docs/sign-in.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PROVIDERS = {"OIDC": "cong-dan", "SSO": "can-bo"}
"""By which words the settings of a provider begin: of citizens, and of officials."""
CLAIMS = {"subject": "sub", "name": "name", "phone": "phone_number", "level": "acr"}
"""What is asked of a provider, and how it calls that unless the settings say otherwise."""
LEVELS = (1, 2)
OF_A_PROVIDER = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "SCOPE", "CLAIMS", "LEVELS",
                 "HOSTS")  # fmt: skip
"""What is said of a provider, each behind OIDC_ or SSO_; without the first four there is none."""


@dataclass(frozen=True)
class Provider:
    """Who tells us by OpenID Connect who somebody is (docs/sign-in.md).

    ``kind``: whom it is for, as addresses name it. ``claims``: under which of its own names it says
    what we ask for. ``levels``: what its ``acr`` is worth here, 1 or 2.
    """

    kind: str
    issuer: str
    client_id: str
    client_secret: str
    name: str
    scope: str = "openid"
    claims: Mapping[str, str] = field(default_factory=lambda: dict(CLAIMS))
    levels: Mapping[str, int] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()


def read(values: Mapping[str, str]) -> tuple[Provider, ...]:
    return tuple(_provider(each, values) for each in PROVIDERS if values.get(f"{each}_ISSUER"))


def unfit(values: Mapping[str, str], is_production: bool) -> list[str]:
    """Name what is missing or unfit of a provider that is set up in part."""
    wrong = []
    for prefix in PROVIDERS:
        if not any(values.get(f"{prefix}_{name}") for name in OF_A_PROVIDER):
            continue
        found = {name: values.get(f"{prefix}_{name}", "") for name in OF_A_PROVIDER}
        wrong += [f"{prefix}_{name}" for name in OF_A_PROVIDER[:4] if not found[name]]
        pairs, levels = _pairs(found["CLAIMS"]), _pairs(found["LEVELS"])
        if found["ISSUER"].startswith("http://") and is_production:
            wrong.append(f"{prefix}_ISSUER (must be https)")
        if pairs is None or not set(pairs) <= set(CLAIMS):
            wrong.append(f"{prefix}_CLAIMS (like subject=sub name=name)")
        if levels is None or not set(levels.values()) <= {str(each) for each in LEVELS}:
            wrong.append(f"{prefix}_LEVELS (like loa1=1 loa2=2)")
        if found["SCOPE"] and "openid" not in found["SCOPE"].split():
            wrong.append(f"{prefix}_SCOPE (openid is part of it)")
    return wrong


def _pairs(text: str) -> dict[str, str] | None:
    """Read ``name=value name=value``; a name may hold "=", its value none. None where one is none.

    An ``acr`` is often an address, so what stands before the last sign is the name.
    """
    parts = [each.rpartition("=") for each in _words(text)]
    if not all(name and value for name, _sign, value in parts):
        return None
    return {name: value for name, _sign, value in parts}


def _provider(prefix: str, values: Mapping[str, str]) -> Provider:
    said = {name: values.get(f"{prefix}_{name}", "") for name in OF_A_PROVIDER}
    return Provider(
        PROVIDERS[prefix], said["ISSUER"], said["CLIENT_ID"], said["CLIENT_SECRET"], said["NAME"],
        said["SCOPE"] or "openid",
        {**CLAIMS, **(_pairs(said["CLAIMS"]) or {})},
        {acr: int(level) for acr, level in (_pairs(said["LEVELS"]) or {}).items()},
        _words(said["HOSTS"]),
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)
