"""A test client that behaves like a browser that knows the rules.

Each request runs as in production: in a context and a database session of its own. CSRF
is on, and the token is added as a page's form would. Every HTML page is checked.
"""

from __future__ import annotations

import contextvars
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from flask_login.utils import _create_identifier
from itsdangerous import URLSafeTimedSerializer
from lxml import html as parser
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from campaign_app.accounts.models import Account
from campaign_app.core import audit
from tests.support.pages import PageProblem, check_page

CSRF_SECRET = "the-tests-token"
USER_AGENT = "tests"


class Client(FlaskClient):
    """Fetch pages and send forms; made by the fixtures `client` and `client_for`."""

    test_session: Session | None = None
    locale = "en"
    checks_pages = True

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """Send a request. What the test has arranged is committed first.

        `csrf=False` leaves the token out. Objects of the test's session are read anew
        afterwards.
        """
        settle(self.test_session)
        if kwargs.get("method") == "POST" and csrf and not kwargs.get("json"):
            data = kwargs.get("data") or {}
            if not isinstance(data, (str, bytes)):
                kwargs["data"] = {"csrf_token": self._csrf_token(), **data}
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("User-Agent", USER_AGENT)
        kwargs["headers"] = headers
        send = super().open
        # An empty context: with the test's own, Flask would reuse its app context and session.
        response = contextvars.Context().run(lambda: send(*args, **kwargs))
        if self.test_session is not None:
            self.test_session.expire_all()
        self._check(response)
        return response

    def sign_in(self, account: Account, *, locale: str | None = None) -> Client:
        """Be `account` from now on, as after a fresh sign-in; read in `locale` if given."""
        settle(self.test_session)
        if locale is not None:
            self.read_in(locale)
        with self.application.test_request_context(headers={"User-Agent": USER_AGENT}):
            identifier = _create_identifier()
        with self.session_transaction() as cookie:
            cookie.update(_user_id=account.get_id(), _fresh=True, _id=identifier)
        return self

    def read_in(self, locale: str) -> Client:
        """Read in `locale` (kk, ru or en) from now on."""
        self.locale = locale
        self.set_cookie("language", locale)
        return self

    def submit(
        self, url: str, values: dict[str, Any] | None = None, *, action: str = "", **options: Any
    ) -> TestResponse:
        """Open `url`, fill in its form and send it, hidden fields included.

        A name that the form does not have is an error. `action` tells which form where a
        page has several: a part of its address. Give `follow_redirects=True` to follow.
        """
        page = self.get(url)
        assert page.status_code == 200, f"{url} answers {page.status_code}"
        form = find_form(page.text, action)
        fields: dict[str, Any] = {}
        for name, value in form.fields.items():
            if name and value is not None:
                fields[name] = list(value) if isinstance(value, (AbstractSet, list)) else value
        known = set(form.fields) | set(form.inputs.keys())
        unknown = set(values or {}) - known
        assert not unknown, f"the form of {url} has no {sorted(unknown)}; it has {sorted(known)}"
        fields.update(values or {})
        target = form.get("action") or urlsplit(url).path
        return self.post(target, data=fields, **options)

    def _csrf_token(self) -> str:
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", CSRF_SECRET)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        token: str = signer.dumps(secret)
        return token

    def _check(self, response: TestResponse) -> None:
        if not self.checks_pages or response.mimetype != "text/html" or not response.data:
            return
        if 300 <= response.status_code < 400 or response.request.method == "HEAD":
            return
        try:
            check_page(response.text, self.locale)
        except PageProblem as problem:
            asked = f"{response.request.method} {response.request.path}"
            raise PageProblem(f"{asked} ({response.status_code}):\n{problem}") from None


def settle(session: Session | None) -> None:
    """Commit what a test has arranged, so that others see it; its audit events are written."""
    if session is not None:
        session.flush()
        audit.write_pending_events(session)
        session.commit()


def find_form(text: str, action: str = "") -> parser.FormElement:
    """The form of a page whose action contains `action`; without it, the form in <main>."""
    forms: list[parser.FormElement] = parser.document_fromstring(text).forms
    if action:
        forms = [form for form in forms if action in (form.get("action") or "")]
    else:
        forms = [
            form
            for form in forms
            if form.get("method", "get").lower() == "post"
            and any(around.tag == "main" for around in form.iterancestors())
        ]
    assert len(forms) == 1, f"{len(forms)} forms fit; say which by `action`"
    return forms[0]


def make_client(app: Flask, session: Session | None) -> Client:
    """A client with its own cookies that reads English."""
    client = app.test_client()
    assert isinstance(client, Client)
    client.test_session = session
    return client.read_in("en")
