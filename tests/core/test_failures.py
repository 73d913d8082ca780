"""A failure in the log says what broke and where, and quotes nobody's data."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from campaign_app import create_app
from campaign_app.core.failures import describe_failure
from campaign_app.extensions import engine_options
from tests.support.settings import make_settings

NAME = "Мұқанова Әлия"


def fail_in_the_database(session):
    session.execute(
        text(
            "INSERT INTO submissions (id, purpose, result_url, accepted_at) "
            "VALUES (:n, 'x', '', NULL)"
        ),
        {"n": NAME},
    )


def test_what_the_database_refuses_is_told_without_its_values(session):
    with pytest.raises(IntegrityError) as refused:
        fail_in_the_database(session)
    told = describe_failure(refused.value)
    assert NAME not in told
    assert "fail_in_the_database" in told
    assert "IntegrityError" in told
    assert "NotNullViolation" in told or "SQLITE_CONSTRAINT_NOTNULL" in told


def test_other_errors_keep_their_words_and_what_was_behind_them():
    def inner():
        raise KeyError("route")

    def outer():
        try:
            inner()
        except KeyError as error:
            raise RuntimeError("no such thing") from error

    with pytest.raises(RuntimeError) as failed:
        outer()
    told = describe_failure(failed.value)
    assert told.index("KeyError: 'route'") < told.index("RuntimeError: no such thing")
    assert "in inner" in told


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql+psycopg://x/x"])
def test_the_driver_shows_no_parameters(url):
    assert engine_options(url)["hide_parameters"] is True


def test_a_failing_page_writes_no_values_to_the_log(
    database, session, tmp_path, caplog, monkeypatch
):
    app = create_app(make_settings(database.url, tmp_path))
    app.testing = False

    def fail():
        fail_in_the_database(session)

    app.view_functions["public.home"] = fail
    fail.is_public = True
    with caplog.at_level(logging.DEBUG, logger="campaign_app"):
        answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert "fail_in_the_database" in caplog.text
    assert NAME not in caplog.text
    assert NAME not in answer.text
