"""Typed settings, read once from the environment (and `.env`).

In production (`APP_ENV=production`) the program refuses to start with a missing or
weak `SECRET_KEY` or `DATA_KEY`. Elsewhere it makes its own and keeps them in `instance/`.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

PROJECT_ROOT = Path(__file__).resolve().parent.parent
INSTANCE_PATH = PROJECT_ROOT / "instance"
LOCALES = ("kk", "ru", "en")
MINIMUM_KEY_LENGTH = 32
MINIMUM_DISTINCT_CHARACTERS = 10


class ConfigurationError(RuntimeError):
    """The settings do not allow a start; the text says which one and how to mend it."""


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
    mail_url: str | None = None
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
    the time zone is unknown.
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
        mail_url=environment.get("MAIL_URL") or None,
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
