"""Settings from the environment, typed, with everything that is missing named at once."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask import current_app

from app.core import providers
from app.core.fitting import FITTING, TRANSACTION
from app.core.keys import generate_data_key, generate_vapid_key
from app.core.private import private_folder
from app.core.providers import Provider

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("SECRET_KEY", "DATA_KEY", "VAPID_PRIVATE_KEY")
NEEDED = (*SECRETS, "BASE_URL", "DATABASE_URL", "VAPID_SUBJECT", "SMS_GATEWAY_URL")
NEEDED_TOO = ("SMS_GATEWAY_TOKEN", "PROVINCE_CODE")
KINDS = ("production", "development", "test")
"""What APP_ENV may say. Anything else starts nothing: it would run without production's guards."""


class ConfigurationError(click.ClickException):
    """The environment does not suffice to start; the message names all that is missing.

    A command shows it as one sentence.
    """


@dataclass(frozen=True)
class Operator:
    """Who answers for the data, as people are told before they give any (law 91/2025)."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""

    @property
    def is_complete(self) -> bool:
        return bool(self.name and self.address and (self.phone or self.email))

    @property
    def contact(self) -> str:
        """Give whom to ask: phone, e-mail or both."""
        return " · ".join(each for each in (self.phone, self.email) if each)


@dataclass(frozen=True)
class Config:
    """The settings of one deployment, which is one province."""

    app_env: str
    secret_key: str
    data_key: str
    base_url: str
    database_url: str
    vapid_private_key: str
    vapid_subject: str
    sms_gateway_url: str
    sms_gateway_token: str
    province_code: str
    database_pooler: str = ""
    database_direct_url: str = ""
    database_read_url: str = ""
    redis_url: str = ""
    media_url: str = ""
    s3_endpoint: str = ""
    s3_region: str = "us-east-1"
    s3_key: str = ""
    s3_secret: str = ""
    backup_s3_endpoint: str = ""
    backup_s3_region: str = ""
    backup_s3_key: str = ""
    backup_s3_secret: str = ""
    trusted_proxies: int = 0
    site_name: str = "Công dân số"
    code_prefix: str = "LC"
    operator_name: str = ""
    operator_address: str = ""
    operator_phone: str = ""
    operator_email: str = ""
    tile_url: str = ""
    tile_credit: str = ""
    push_hosts: tuple[str, ...] = ()
    feed_hosts: tuple[str, ...] = ()
    biller_hosts: tuple[str, ...] = ()
    link_hosts: tuple[str, ...] = ()
    sms_daily_budget: int = 2_000
    zalo_gateway_url: str = ""
    zalo_gateway_token: str = ""
    zalo_for: tuple[str, ...] = ("citizens", "officials")
    smtp_url: str = ""
    mail_from: str = ""
    prove_again_after_days: int = 60
    data_licence: str = ""
    secret_key_fallbacks: tuple[str, ...] = ()
    providers: tuple[Provider, ...] = ()
    instance: Path = field(default=ROOT / "instance")

    @property
    def is_production(self) -> bool:
        """Tell whether real people are served: no printed codes, Secure cookies, HSTS."""
        return self.app_env == "production"

    @property
    def direct_url(self) -> str:
        """Give the database's address for what needs a session of its own, such as a backup."""
        return self.database_direct_url or self.database_url

    @property
    def backup_access(self) -> dict[str, str]:
        """Give how a bucket of backups is reached; what is not said is that of the photos'."""
        return {
            "endpoint": self.backup_s3_endpoint or self.s3_endpoint,
            "region": self.backup_s3_region or self.s3_region,
            "key": self.backup_s3_key or self.s3_key,
            "secret": self.backup_s3_secret or self.s3_secret,
        }

    @property
    def shares_connections(self) -> bool:
        """Tell whether a pooler gives each transaction another connection (pgbouncer)."""
        return self.database_pooler == TRANSACTION

    @property
    def operator(self) -> Operator:
        """Give who answers for the data; the site's name where no setting says it."""
        return Operator(
            self.operator_name or self.site_name, self.operator_address, self.operator_phone,
            self.operator_email,
        )  # fmt: skip

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Read ``env`` (``os.environ`` when None).

        Raises:
            ConfigurationError: APP_ENV is none of KINDS; or naming every setting that is unfit
                and, in production, that is missing. Elsewhere an empty one counts as not given.
        """
        values = dict(os.environ if env is None else env)
        app_env = _kind(values.get("APP_ENV", "production"))
        instance = Path(values.get("INSTANCE_PATH", ROOT / "instance"))
        if wrong := providers.unfit(values, app_env == "production"):
            raise ConfigurationError(f"The app cannot start. missing or unfit: {', '.join(wrong)}")
        if app_env != "production":
            given = {name: value for name, value in values.items() if value}
            values = {**_development_values(instance), **given}
        _refuse_unfit(values, app_env == "production")
        return _build(cls, app_env, instance, values)


def settings() -> Config:
    config: Config = current_app.config["SETTINGS"]
    return config


def _kind(name: str) -> str:
    if name not in KINDS:
        raise ConfigurationError(
            f"The app cannot start. APP_ENV is {name!r}; it must be one of {', '.join(KINDS)}, "
            "written exactly so. Without it the app is in production."
        )
    return name


def _refuse_unfit(values: Mapping[str, str], production: bool) -> None:
    missing = [name for name in (*NEEDED, *NEEDED_TOO) if production and not values.get(name)]
    short = [name for name in ("SECRET_KEY", "DATA_KEY") if 0 < len(values.get(name, "")) < 32]
    if production and values.get("BASE_URL", "https://").startswith("http://"):
        short.append("BASE_URL (must be https)")
    short += [name for name, fits in FITTING.items() if values.get(name) and not fits(values[name])]
    if missing or short:
        parts = [f"missing: {', '.join(missing)}"] if missing else []
        parts += [f"unfit: {', '.join(dict.fromkeys(short))}"] if short else []
        raise ConfigurationError("The app cannot start. " + "; ".join(parts))


def _development_values(instance: Path) -> dict[str, str]:
    """Give what development needs; secrets are made once and kept in ``instance``."""
    return {
        "SECRET_KEY": _kept(instance / "secret_key", secrets.token_urlsafe(48)),
        "DATA_KEY": _kept(instance / "data_key", generate_data_key()),
        "VAPID_PRIVATE_KEY": _kept(instance / "vapid_private_key", generate_vapid_key()),
        "VAPID_SUBJECT": "mailto:operator@localhost.invalid",
        "BASE_URL": f"http://127.0.0.1:{os.environ.get('PORT', '8000')}",
        "DATABASE_URL": f"sqlite:///{instance / 'app.sqlite'}",
        "SMS_GATEWAY_URL": "",
        "SMS_GATEWAY_TOKEN": "",
        "PROVINCE_CODE": "15",
        "OPERATOR_NAME": "Đơn vị vận hành thử",
        "OPERATOR_ADDRESS": "Số 1, đường Thử Nghiệm, phường Thử",
        "OPERATOR_PHONE": "0900 000 000",
        "OPERATOR_EMAIL": "hoi-dap@localhost.invalid",
    }


def _kept(path: Path, fresh: str) -> str:
    """Give the secret kept at ``path``, made on first use and readable by the owner alone."""
    private_folder(path.parent)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(fresh)
    return fresh


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


# How each optional setting is read; what is absent keeps the default above.
OPTIONAL: dict[str, tuple[str, Callable[[str], object]]] = {
    "DATABASE_POOLER": ("database_pooler", str),
    "DATABASE_DIRECT_URL": ("database_direct_url", str),
    "DATABASE_READ_URL": ("database_read_url", str),
    "REDIS_URL": ("redis_url", str),
    "MEDIA_URL": ("media_url", str),
    "S3_ENDPOINT": ("s3_endpoint", str),
    "S3_REGION": ("s3_region", str),
    "S3_KEY": ("s3_key", str),
    "S3_SECRET": ("s3_secret", str),
    "BACKUP_S3_ENDPOINT": ("backup_s3_endpoint", str),
    "BACKUP_S3_REGION": ("backup_s3_region", str),
    "BACKUP_S3_KEY": ("backup_s3_key", str),
    "BACKUP_S3_SECRET": ("backup_s3_secret", str),
    "TRUSTED_PROXIES": ("trusted_proxies", int),
    "SITE_NAME": ("site_name", str),
    "CODE_PREFIX": ("code_prefix", str),
    "OPERATOR_NAME": ("operator_name", str),
    "OPERATOR_ADDRESS": ("operator_address", str),
    "OPERATOR_PHONE": ("operator_phone", str),
    "OPERATOR_EMAIL": ("operator_email", str),
    "TILE_URL": ("tile_url", str),
    "TILE_CREDIT": ("tile_credit", str),
    "PUSH_HOSTS": ("push_hosts", _words),
    "FEED_HOSTS": ("feed_hosts", _words),
    "BILLER_HOSTS": ("biller_hosts", _words),
    "LINK_HOSTS": ("link_hosts", _words),
    "SMS_DAILY_BUDGET": ("sms_daily_budget", int),
    "ZALO_GATEWAY_URL": ("zalo_gateway_url", str),
    "ZALO_GATEWAY_TOKEN": ("zalo_gateway_token", str),
    "ZALO_FOR": ("zalo_for", _words),
    "SMTP_URL": ("smtp_url", str),
    "MAIL_FROM": ("mail_from", str),
    "PROVE_AGAIN_AFTER_DAYS": ("prove_again_after_days", int),
    "DATA_LICENCE": ("data_licence", str),
    "SECRET_KEY_FALLBACKS": ("secret_key_fallbacks", _words),
}


def _build(cls: type[Config], app_env: str, instance: Path, values: Mapping[str, str]) -> Config:
    needed = {name.lower(): values[name] for name in (*NEEDED, *NEEDED_TOO)}
    optional = {
        attribute: read(values[name])
        for name, (attribute, read) in OPTIONAL.items()
        if values.get(name)
    }
    found = providers.read(values)
    return cls(
        app_env=app_env, instance=instance, providers=found, **needed, **optional  # type: ignore[arg-type]
    )  # fmt: skip
