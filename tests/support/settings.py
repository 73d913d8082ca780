"""Settings as the tests use them: fixed keys, testing on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from campaign_app.config import Settings

SECRET_KEY = "a-secret-key-for-the-tests-0123456789-abcdefgh"
DATA_KEY = "a-data-key-for-the-tests-0123456789-abcdefghij"


def make_settings(database_url: str, instance_path: Path, **values: Any) -> Settings:
    """Settings for an app on `database_url`."""
    return Settings(
        secret_key=SECRET_KEY,
        data_key=DATA_KEY,
        database_url=database_url,
        is_testing=True,
        instance_path=instance_path,
        **values,
    )
