"""The app refuses what it must refuse, and fails with a page instead of a trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import request

from campaign_app import create_app
from campaign_app.config import ConfigurationError, read_settings
from tests.support.settings import make_settings

GOOD_KEY = "k3Yw9-QpZ7_vLx2RmTb8NcJd5HsGfA4u"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEY"])
@pytest.mark.parametrize("value", [None, "short", "a" * 40])
def test_production_refuses_a_missing_or_weak_key(tmp_path, name, value):
    environment = {
        "APP_ENV": "production",
        "SECRET_KEY": GOOD_KEY,
        "DATA_KEY": GOOD_KEY[::-1],
        "INSTANCE_PATH": str(tmp_path),
        name: value or "",
    }
    with pytest.raises(ConfigurationError, match=name):
        read_settings(environment)


def test_production_starts_with_good_keys(tmp_path):
    settings = read_settings(
        {
            "APP_ENV": "production",
            "SECRET_KEY": GOOD_KEY,
            "DATA_KEY": GOOD_KEY[::-1],
            "INSTANCE_PATH": str(tmp_path),
            "DATABASE_URL": "postgresql://localhost/birge",
        }
    )
    assert settings.is_production
    assert settings.database_url == "postgresql+psycopg://localhost/birge"
    assert list(tmp_path.iterdir()) == []


def test_development_makes_its_keys_once(tmp_path):
    first = read_settings({"INSTANCE_PATH": str(tmp_path)})
    second = read_settings({"INSTANCE_PATH": str(tmp_path)})
    assert first == second
    assert first.secret_key != first.data_key


def test_an_unknown_time_zone_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="TIME_ZONE"):
        read_settings({"INSTANCE_PATH": str(tmp_path), "TIME_ZONE": "Asia/Temirtau"})


def test_a_database_that_does_not_answer_gives_a_page(tmp_path: Path):
    nowhere = f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'campaign.db'}"
    settings = replace(make_settings(nowhere, tmp_path), is_testing=False)
    app = create_app(settings)
    answer = app.test_client().get("/", headers={"Accept-Language": "ru"})
    assert answer.status_code == 500
    text = answer.get_data(as_text=True)
    assert "Ничего не сохранено" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_only_trusted_proxies_are_believed(tmp_path, proxies, seen):
    settings = replace(make_settings("sqlite://", tmp_path), trusted_proxies=proxies)
    app = create_app(settings)
    with app.test_client() as browser:
        browser.get("/healthz", headers={"X-Forwarded-For": "203.0.113.7"})
        assert request.remote_addr == seen
