"""Column types that the database alone does not give: UTC instants, encrypted text, enums."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import CheckConstraint, DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC. Raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive instant was handed to the database: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[Any]):
    """A StrEnum as text; pair it with `one_of` so that the database refuses other values."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        """`enum` is the closed list of stored values."""
        self.enum = enum
        super().__init__(length=32)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Refuse what is not in the list. Raises ValueError."""
        return None if value is None else str(self.enum(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Give the member back."""
        return None if value is None else self.enum(value)


def one_of(column: str, enum: Iterable[StrEnum]) -> CheckConstraint:
    """A named CHECK that `column` holds one of the values of `enum`."""
    values = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


class DataKey:
    """The key that encrypts identity numbers; set once when the app is built."""

    _fernet: Fernet | None = None
    _hash_key: bytes = b""

    @classmethod
    def set(cls, data_key: str) -> None:
        """Derive an encryption key and an independent look-up key from the setting."""
        secret = data_key.encode()
        encryption = hashlib.sha256(b"birge-encryption\0" + secret).digest()
        cls._fernet = Fernet(base64.urlsafe_b64encode(encryption))
        cls._hash_key = hashlib.sha256(b"birge-look-up\0" + secret).digest()

    @classmethod
    def fernet(cls) -> Fernet:
        """The cipher. Raises RuntimeError when no app was built."""
        if cls._fernet is None:
            raise RuntimeError("DATA_KEY is not set: build the app first.")
        return cls._fernet

    @classmethod
    def look_up_hash(cls, value: str) -> str:
        """A keyed hash by which an encrypted value is found again."""
        cls.fernet()
        return hmac.new(cls._hash_key, value.encode(), hashlib.sha256).hexdigest()


class EncryptedText(TypeDecorator[str]):
    """Text that is unreadable in the database file, its backups and its logs."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return None if value is None else DataKey.fernet().encrypt(value.encode()).decode("ascii")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt."""
        return None if value is None else DataKey.fernet().decrypt(value.encode("ascii")).decode()


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes that are unreadable in the database file, its backups and its logs."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else DataKey.fernet().encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decrypt."""
        return None if value is None else DataKey.fernet().decrypt(bytes(value))


def byte_ordered(length: int) -> Any:
    """Text that is compared byte by byte on both engines: for stored sort keys."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
