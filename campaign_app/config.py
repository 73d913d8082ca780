"""Typed settings, read once from the environment (and `.env`).

In production (`APP_ENV=production`) the program refuses to start with a missing or
weak `SECRET_KEY` or `DATA_KEY`. Elsewhere it makes its own and keeps them in `instance/`.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

PROJECT_ROOT = Path(__file__).resolve().parent.parent
INSTANCE_PATH = PROJECT_ROOT / "instance"
LOCALES = ("kk", "ru", "en")
MINIMUM_KEY_LENGTH = 32
MINIMUM_DISTINCT_CHARACTERS = 10
MAIL_PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class ConfigurationError(RuntimeError):
    """The settings do not allow a start; the text says which one and how to mend it."""


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where mail is handed in, from `MAIL_URL`. `security`: `smtp`, `starttls` or `smtps`."""

    security: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a deployment may choose."""

    secret_key: str
    data_key: str
    database_url: str
    organisation_name: str = "Birge"
    organisation_bin: str = ""
    time_zone: str = "Asia/Almaty"
    currency: str = "KZT"
    demo_password: str | None = None
    mail_server: MailServer | None = None
    site_url: str = "http://127.0.0.1:8000"
    has_site_url: bool = False  # it was said and not guessed
    queue_url: str = ""
    trusted_proxies: int = 0
    is_production: bool = False
    is_testing: bool = False
    templates_auto_reload: bool = False
    instance_path: Path = INSTANCE_PATH

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the organisation reads its clocks."""
        return ZoneInfo(self.time_zone)


def is_weak_key(key: str) -> bool:
    """True for a key that is short or made of few different characters."""
    return len(key) < MINIMUM_KEY_LENGTH or len(set(key)) < MINIMUM_DISTINCT_CHARACTERS


def read_settings(environment: dict[str, str] | None = None) -> Settings:
    """Read the settings; `environment` replaces the process's own and `.env` in tests.

    Raises ConfigurationError when a key is missing or weak in production, or when
    the time zone is unknown or an address cannot be used.
    """
    if environment is None:
        from_file = {k: v for k, v in dotenv_values(PROJECT_ROOT / ".env").items() if v is not None}
        environment = {**from_file, **os.environ}
    names = ("APP_ENV", "FLASK_ENV")
    is_production = any(environment.get(name, "").lower() == "production" for name in names)
    instance_path = Path(environment.get("INSTANCE_PATH") or INSTANCE_PATH)
    time_zone = environment.get("TIME_ZONE") or "Asia/Almaty"
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigurationError(f"TIME_ZONE {time_zone!r} is not a known time zone.") from error
    default_database = f"sqlite:///{instance_path / 'campaign.db'}"
    return Settings(
        secret_key=_key("SECRET_KEY", environment, is_production, instance_path),
        data_key=_key("DATA_KEY", environment, is_production, instance_path),
        database_url=_database_url(environment.get("DATABASE_URL") or default_database),
        organisation_name=environment.get("ORGANISATION_NAME") or "Birge",
        organisation_bin=_bin("ORGANISATION_BIN", environment),
        time_zone=time_zone,
        currency=environment.get("CURRENCY") or "KZT",
        demo_password=environment.get("DEMO_PASSWORD") or None,
        mail_server=_mail_server(environment.get("MAIL_URL") or ""),
        site_url=_site_url(environment, is_production),
        has_site_url=bool(environment.get("SITE_URL", "").strip()),
        queue_url=environment.get("QUEUE_URL") or "",
        trusted_proxies=_count("TRUSTED_PROXIES", environment),
        is_production=is_production,
        instance_path=instance_path,
    )


def _count(name: str, environment: dict[str, str]) -> int:
    value = environment.get(name) or "0"
    if not (value.isascii() and value.isdecimal()):
        raise ConfigurationError(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def _bin(name: str, environment: dict[str, str]) -> str:
    value = environment.get(name, "").strip()
    if value and not (value.isascii() and value.isdecimal() and len(value) == 12):
        raise ConfigurationError(f"{name} must be the 12 digits of a BIN, not {value!r}.")
    return value


def _mail_server(url: str) -> MailServer | None:
    """Where mail goes; None where nothing is set: then nothing is sent."""
    if not url:
        return None
    parts, port = _split_url("MAIL_URL", url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ConfigurationError(
            "MAIL_URL must be like smtp://host:25?from=birge@host, starttls://user:password@host "
            "or smtps://user:password@host, with ?from= and the sender's address."
        )
    sender = parse_qs(parts.query).get("from", [""])[0].strip()
    if not MAIL_ADDRESS.fullmatch(sender):
        raise ConfigurationError(
            "MAIL_URL must end with ?from= and the address that mail comes from, "
            f"such as ?from=birge@university.example, not {sender!r}."
        )
    if bool(parts.username) != bool(parts.password):
        raise ConfigurationError("MAIL_URL must have both a user and a password, or neither.")
    return MailServer(
        security=parts.scheme,
        host=parts.hostname,
        port=port or MAIL_PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _site_url(environment: dict[str, str], is_production: bool) -> str:
    """The site's address as people open it, for links in mail; without a slash at its end."""
    url = environment.get("SITE_URL", "").strip().rstrip("/")
    if not url:
        if is_production and environment.get("MAIL_URL"):
            raise ConfigurationError(
                "SITE_URL is missing: mail links to it, for example https://help.university.example"
            )
        host = environment.get("HOST") or "127.0.0.1"
        return f"http://{host}:{environment.get('PORT') or '8000'}"
    parts, _port = _split_url("SITE_URL", url)
    is_bare = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
        raise ConfigurationError(
            f"SITE_URL must be like https://help.university.example, not {url!r}."
        )
    return url


def _split_url(name: str, url: str) -> tuple[SplitResult, int | None]:
    """The parts of an address and its port. Never tells the address: it may hold a password."""
    if any(character.isspace() or not character.isprintable() for character in url):
        raise ConfigurationError(f"{name} must not contain spaces or line ends.")
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise ConfigurationError(f"{name} is no address that can be read.") from error


def _database_url(url: str) -> str:
    """Name the driver that we ship where a URL leaves it open."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _key(name: str, environment: dict[str, str], is_production: bool, instance_path: Path) -> str:
    value = environment.get(name, "")
    if value:
        if is_weak_key(value):
            raise ConfigurationError(
                f"{name} is weak: use at least {MINIMUM_KEY_LENGTH} random characters, for example "
                'the output of: python -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return value
    if is_production:
        raise ConfigurationError(f"{name} is missing: production does not start without it.")
    return _development_key(instance_path / f"{name.lower()}.txt")


def _development_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive creation: of two workers that start at once, one makes the key.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
