"""What a provider is asked, and how its answers are held to what they have to be.

Fixed hosts, no redirects, no proxies from the environment, short limits on time and size. Whatever
is not a whole, rightly signed answer is none. The libraries are loaded when somebody first goes to
a provider: without one they are never.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

import structlog

from app.accounts.provider.asking import (
    CONNECT_SECONDS,
    KNOWN_FOR,
    READ_SECONDS,
    WHOLE_SECONDS,
    NotProved,
    ProviderSilent,
    TurnedBack,
    endpoint_of,
    get,
    known_here,
    metadata_of,
    read_whole,
    refuse_resting,
    silent,
)
from app.accounts.provider.claims import Told, told
from app.core import clock, codes
from app.core.lazy import lazy
from app.core.providers import Provider

if TYPE_CHECKING:
    import authlib.common.errors as authlib_errors
    import authlib.integrations.requests_client as authlib_client
    import authlib.oidc.core as oidc
    import joserfc.errors as jose_errors
    import joserfc.jwk as jwk
    import joserfc.jwt as jwt
    import requests
else:
    authlib_client = lazy("authlib.integrations.requests_client")
    authlib_errors = lazy("authlib.common.errors")
    jose_errors = lazy("joserfc.errors")
    jwk = lazy("joserfc.jwk")
    jwt = lazy("joserfc.jwt")
    oidc = lazy("authlib.oidc.core")
    requests = lazy("requests")

log = structlog.get_logger()
LEEWAY = 120
"""Seconds by which a provider's clock may differ from ours."""
KEYS_AGAIN_AFTER = timedelta(seconds=10)
"""Keys are asked for anew where a signature fits none, not more often than this."""
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512",
              "EdDSA", "Ed25519"]  # fmt: skip
"""Signed with a key that the provider alone has: neither "none" nor a secret that we share."""
KEY_TYPES = frozenset({"RSA", "EC", "OKP"})
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True)
class Asked:
    """What a browser was sent off with, and must come back to."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def anew(cls) -> Asked:
        return cls(codes.random_token(), codes.random_token(), codes.random_token())


def address(provider: Provider, asked: Asked, back: str, more: Mapping[str, str]) -> str:
    """Give where a browser goes to sign in; it comes back to ``back``.

    Raises:
        ProviderSilent: nobody knows where.
    """
    endpoint = endpoint_of(provider, "authorization_endpoint")
    with _client(provider, back) as client:
        url, _state = client.create_authorization_url(
            endpoint, state=asked.state, nonce=asked.nonce, code_verifier=asked.verifier, **more
        )
    return str(url)


def leaving(provider: Provider, back: str) -> str:
    """Give where one signs out at the provider too; empty where it has no such page."""
    try:
        endpoint = endpoint_of(provider, "end_session_endpoint")
    except ProviderSilent:
        return ""
    asked = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"


def who(
    provider: Provider, asked: Asked, back: str, answer: Mapping[str, str], since: int | None
) -> Told:
    """Give whom the provider says the browser's user is, for what it sent the browser back with.

    ``since``: they were to sign in there anew, and the answer has to say that they did since then.

    Raises:
        NotProved, ProviderSilent: see there.
    """
    _check_answer(provider, asked, answer)
    token = _token(provider, asked, back, answer["code"])
    if not isinstance(token.get("id_token"), str):
        raise NotProved(provider, "no id_token")
    claims = _id_token(provider, token, asked.nonce, since)
    return told(provider, {**_user_info(provider, token, claims), **claims})


def logout(provider: Provider, token: str) -> tuple[str, str, datetime]:
    """Give whom a provider signed out: its subject, its session, and when; "" for what is not said.

    OpenID Connect Back-Channel Logout 1.0, 2.6.

    Raises:
        NotProved, ProviderSilent: see there.
    """
    if token.count(".") != 2:  # it is worth no question to the provider
        raise NotProved(provider, "logout: no token")
    claims = _decoded(provider, token).claims
    needed: Any = {"essential": True}
    rules = jwt.JWTClaimsRegistry(
        _now(), LEEWAY, iss={**needed, "value": provider.issuer},
        aud={**needed, "value": provider.client_id}, iat=needed, jti=needed, events=needed,
    )  # fmt: skip
    try:
        rules.validate(claims)
    except jose_errors.JoseError as error:
        raise NotProved(provider, f"logout: {error}") from error
    subject, session = claims.get("sub", ""), claims.get("sid", "")
    at = claims["iat"]
    named = all(isinstance(each, str) for each in (subject, session)) and (subject or session)
    event = claims["events"]
    is_logout = isinstance(event, dict) and isinstance(event.get(LOGOUT_EVENT), dict)
    if not (named and is_logout and isinstance(at, int)) or "nonce" in claims:
        raise NotProved(provider, "logout: not one")
    if at < _now() - LEEWAY - WHOLE_SECONDS:
        raise NotProved(provider, "logout: long ago")
    return subject, session, datetime.fromtimestamp(at, UTC)


def _check_answer(provider: Provider, asked: Asked, answer: Mapping[str, str]) -> None:
    if not hmac.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
        raise NotProved(provider, "state")
    wants_issuer = metadata_of(provider).get("authorization_response_iss_parameter_supported")
    if answer.get("iss", "" if wants_issuer else provider.issuer) != provider.issuer:
        raise NotProved(provider, "iss of the answer")  # RFC 9207
    if answer.get("error") == "access_denied":
        raise TurnedBack(provider)
    if answer.get("error") or not answer.get("code"):
        raise NotProved(provider, answer.get("error", "no code")[:60])


def _token(provider: Provider, asked: Asked, back: str, code: str) -> dict[str, Any]:
    endpoint = endpoint_of(provider, "token_endpoint")
    try:
        with _client(provider, back, is_for_token=True) as client:
            return dict(client.fetch_token(
                endpoint, code=code, code_verifier=asked.verifier, redirect_uri=back,
                allow_redirects=False, stream=True,
            ))  # fmt: skip
    except authlib_errors.AuthlibBaseError as error:
        raise NotProved(provider, f"token: {error.error}"[:60]) from error
    except (requests.RequestException, ValueError, TypeError, KeyError) as error:
        raise silent(provider, error) from error


def _id_token(
    provider: Provider, token: Mapping[str, Any], nonce: str, since: int | None
) -> dict[str, Any]:
    decoded = _decoded(provider, token["id_token"])
    params = {
        "nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token"),
        "max_age": since is not None,
    }  # fmt: skip
    options: Any = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    claims = oidc.CodeIDToken(decoded.claims, decoded.header, options, params)
    try:
        claims.validate(now=_now(), leeway=LEEWAY)
    except (jose_errors.JoseError, TypeError, ValueError) as error:
        raise NotProved(provider, f"id_token: {error}"[:80]) from error
    if since is not None and claims["auth_time"] < since - LEEWAY:
        raise NotProved(provider, "id_token: signed in long ago")
    return dict(claims)


def _user_info(
    provider: Provider, token: Mapping[str, Any], claims: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask for what the signed token does not say, where the provider has a place for it."""
    wanted = {provider.claims[name] for name in ("subject", "name", "phone")}
    if wanted <= set(claims) or not metadata_of(provider).get("userinfo_endpoint"):
        return {}
    headers = {"Authorization": f"Bearer {token.get('access_token', '')}"}
    found = get(provider, endpoint_of(provider, "userinfo_endpoint"), headers)
    if found.get("sub") != claims.get("sub"):  # OpenID Connect Core 1.0, 5.3.2
        raise NotProved(provider, "userinfo is of somebody else")
    return {name: value for name, value in found.items() if name in wanted}


def _decoded(provider: Provider, token: str) -> jwt.Token:
    """Give the token whose signature is the provider's; a key that is new is asked for once."""
    try:
        try:
            return jwt.decode(token, _keys(provider), ALGORITHMS)
        except (
            jose_errors.InvalidKeyIdError, jose_errors.BadSignatureError,
            jose_errors.MissingKeyError,
        ):  # fmt: skip
            return jwt.decode(token, _keys(provider, anew=True), ALGORITHMS)
    except (jose_errors.JoseError, ValueError, TypeError) as error:
        raise NotProved(provider, f"signature: {type(error).__name__}") from error


def _keys(provider: Provider, anew: bool = False) -> jwk.KeySet:
    metadata, known = metadata_of(provider), known_here[provider.issuer]
    now = clock.now()
    known_for = KEYS_AGAIN_AFTER if anew else KNOWN_FOR
    if (
        known.keys is None
        or known.keys_at is None
        or not clock.lasts(known.keys_at, known_for, now)
    ):
        found = get(provider, endpoint_of(provider, "jwks_uri", metadata)).get("keys")
        known.keys, known.keys_at = _usable(provider, found), now
    return known.keys


def _usable(provider: Provider, found: Any) -> jwk.KeySet:
    """Give those that sign; one that cannot be read here is passed over (RFC 7517, 5)."""
    keys = []
    for each in found if isinstance(found, list) else ():
        if not isinstance(each, dict) or each.get("kty") not in KEY_TYPES:
            continue
        if each.get("use", "sig") != "sig":
            continue
        try:
            keys.append(jwk.JWKRegistry.import_key(each))
        except (jose_errors.JoseError, ValueError, TypeError, KeyError):
            log.info("provider.key_passed_over", provider=provider.kind)
    return jwk.KeySet(keys)


def _client(
    provider: Provider, back: str, is_for_token: bool = False
) -> authlib_client.OAuth2Session:
    refuse_resting(provider)
    own = provider.client_id
    way, name, secret = _way_to_authenticate(provider) if is_for_token else ("none", own, "")
    client = authlib_client.OAuth2Session(
        name, secret, token_endpoint_auth_method=way, scope=provider.scope,
        redirect_uri=back, code_challenge_method="S256",
        default_timeout=(CONNECT_SECONDS, READ_SECONDS),
    )  # fmt: skip
    client.trust_env = False
    client.headers["Accept-Encoding"] = "identity"
    client.hooks["response"] = [read_whole]
    return client


def _way_to_authenticate(provider: Provider) -> tuple[str, str, str]:
    """Give how our name and secret are handed over, and both as that way writes them.

    In the header both parts are written as in a form first (RFC 6749, 2.3.1), which the library
    leaves to us.
    """
    ways = metadata_of(provider).get("token_endpoint_auth_methods_supported")
    if isinstance(ways, list) and "client_secret_basic" not in ways:
        return "client_secret_post", provider.client_id, provider.client_secret
    return (
        "client_secret_basic", quote_plus(provider.client_id), quote_plus(provider.client_secret),
    )  # fmt: skip


def _now() -> int:
    return int(clock.now().timestamp())
