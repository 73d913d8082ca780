"""Many processes at the public forms: limits hold, numbers have no gaps, one form is one case."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign_app.complaints import rules, services
from campaign_app.complaints.models import Appeal
from campaign_app.core.unit_of_work import unit_of_work
from tests.complaints.makers import make_complaint
from tests.factories import NOW
from tests.support.client import Client, make_client, settle
from tests.support.databases import Database
from tests.support.processes import run_together

pytestmark = pytest.mark.concurrency
FORM = {"text": "Шай жоқ", "topic": "goods", "language": "kk"}


def send_three(app: Flask, place: str) -> int:
    """Send three forms from one place; give how many were accepted."""
    del app
    accepted = 0
    for _ in range(3):
        try:
            with unit_of_work() as session:
                make_complaint(session, place=place)
        except rules.TooManySent:
            continue
        accepted += 1
    return accepted


def guess_five(app: Flask, number: str) -> list[str]:
    """Try five wrong codes; tell what each came to."""
    del app
    found = []
    for _ in range(5):
        try:
            with unit_of_work() as session:
                case = services.find_by_code(
                    session, now=NOW, place="one place", number=number, code="XXXXXXXX"
                )
        except rules.TooManyWrongCodes:
            found.append("stopped")
        else:
            found.append("wrong" if case is None else "found")
    return found


def post_once(app: Flask, submission: str) -> tuple[int, list[str]]:
    """Send one and the same form; give the ticket that is shown."""
    app.test_client_class = Client
    client = make_client(app, None)
    answer = client.post("/complaints/new", data={**FORM, "submission_id": submission})
    return answer.status_code, re.findall(r'<dd translate="no">([^<]+)</dd>', answer.text)


def test_five_forms_from_one_place_however_many_send(session: Session, database: Database) -> None:
    settle(session)
    accepted = run_together(database.url, send_three, ["10.0.0.1"] * 4)
    assert sum(accepted) == 5, accepted
    numbers = session.scalars(select(Appeal.number).order_by(Appeal.number)).all()
    assert numbers == [1, 2, 3, 4, 5]


def test_ten_guesses_from_one_place_however_many_guess(
    session: Session, database: Database
) -> None:
    make_complaint(session)
    settle(session)
    found = run_together(database.url, guess_five, ["2020-1"] * 4)
    told = [each for some in found for each in some]
    assert (told.count("wrong"), told.count("stopped")) == (10, 10), found


def test_one_form_pressed_many_times_is_one_case_with_one_code(
    session: Session, database: Database
) -> None:
    settle(session)
    answers = run_together(database.url, post_once, ["ab" * 16] * 5)
    assert {code for code, _ticket in answers} == {200}, answers
    assert len({tuple(ticket) for _code, ticket in answers}) == 1, answers
    assert session.scalar(select(func.count()).select_from(Appeal)) == 1
