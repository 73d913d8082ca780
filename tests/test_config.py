"""Settings that cannot be used are refused at the start, with how to mend them."""

from __future__ import annotations

import pytest

from campaign_app.config import ConfigurationError, read_settings

KEYS = {
    "SECRET_KEY": "a-secret-key-for-the-tests-0123456789-abcdefgh",
    "DATA_KEY": "a-data-key-for-the-tests-0123456789-abcdefghij",
}


def read(**environment: str):
    return read_settings({**KEYS, **environment})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://relay?from=a@b.kz", ("smtp", "relay", 25, "", "")),
        ("smtps://u:p%40ss@m.kz?from=a@b.kz", ("smtps", "m.kz", 465, "u", "p@ss")),
        ("starttls://u:p@m.kz:2587?from=a%40b.kz", ("starttls", "m.kz", 2587, "u", "p")),
        ("smtp://[::1]:1025?from=a@b.kz", ("smtp", "::1", 1025, "", "")),
    ],
)
def test_mail_url(url, expected):
    server = read(MAIL_URL=url).mail_server
    assert server is not None
    assert (server.security, server.host, server.port, server.user, server.password) == expected
    assert server.sender == "a@b.kz"
    assert "p@ss" not in repr(server)


def test_without_mail_url_nothing_is_sent():
    assert read().mail_server is None


@pytest.mark.parametrize(
    "url",
    [
        "relay",
        "http://relay?from=a@b.kz",
        "smtp://?from=a@b.kz",
        "smtp://relay",
        "smtp://relay?from=",
        "smtp://relay?from=Birge",
        "smtp://relay?from=a@b.kz,c@d.kz",
        "smtp://relay?from=a@b.kz%0aBcc:x@y.kz",
        "smtp://relay:port?from=a@b.kz",
        "smtp://relay:99999?from=a@b.kz",
        "smtp://user@relay?from=a@b.kz",
        "smtp://relay?from=a@b.kz\nx",
    ],
)
def test_a_mail_url_that_cannot_be_used_is_refused(url):
    with pytest.raises(ConfigurationError, match="MAIL_URL"):
        read(MAIL_URL=url)


def test_a_refusal_does_not_tell_the_password():
    with pytest.raises(ConfigurationError) as refused:
        read(MAIL_URL="smtp://user:hunter22@relay?from=nobody")
    assert "hunter22" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8107"}, "http://127.0.0.1:8107"),
        ({"SITE_URL": "https://help.university.kz/"}, "https://help.university.kz"),
        ({"SITE_URL": "https://university.kz/help"}, "https://university.kz/help"),
    ],
)
def test_site_url(environment, expected):
    assert read(**environment).site_url == expected


@pytest.mark.parametrize(
    "url", ["help.kz", "ftp://help.kz", "https://", "https://h.kz?x=1", "https://u:p@h.kz"]
)
def test_a_site_url_that_cannot_be_linked_to_is_refused(url):
    with pytest.raises(ConfigurationError, match="SITE_URL"):
        read(SITE_URL=url)


def test_production_that_sends_mail_says_where_it_is():
    server = {"APP_ENV": "production", "MAIL_URL": "smtp://relay?from=a@b.kz"}
    with pytest.raises(ConfigurationError, match="SITE_URL is missing"):
        read(**server)
    assert read(**server, SITE_URL="https://h.kz").site_url == "https://h.kz"
