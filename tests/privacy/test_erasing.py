"""Somebody is forgotten: nothing of her is left in any table, and everything still adds up."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from campaign_app.beneficiaries import queries as registry_queries
from campaign_app.beneficiaries import services as registry
from campaign_app.beneficiaries.models import Beneficiary, Disclosure, Enrolment, ImportDraft
from campaign_app.beneficiaries.models.keys import BeneficiaryKey
from campaign_app.beneficiaries.rules.disclosures import DisclosureKind
from campaign_app.complaints.models import Appeal, AppealEntry
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.distribution import queries as distribution
from campaign_app.distribution.models import Delivery
from campaign_app.privacy import queries, services
from campaign_app.privacy.rules import erasing as rules
from campaign_app.privacy.rules.erasing import ErasureKind
from campaign_app.shelter.models import Stay
from campaign_app.visits.models import Visit, VisitPlan
from campaign_app.visits.rules import VisitOutcome
from tests.factories import (
    NOW,
    TODAY,
    make_administrator,
    make_beneficiary,
    make_campaign,
)
from tests.support.client import settle
from tests.support.known_person import (
    DOCUMENT,
    IIN,
    TRACES,
    fill_everything,
    make_known_person,
    serve,
)
from tests.support.rounds import make_packages, make_round


@pytest.fixture
def administrator(session):
    return make_administrator(session)


@pytest.fixture
def campaign(session):
    return make_campaign(session, slug="food", title="Азық-түлік")


@pytest.fixture
def person(session):
    return make_known_person(session)


def erase(session, administrator, person, kind=ErasureKind.ERASE, **values):
    values.setdefault("reason", "запрос № 1")
    values.setdefault("is_confirmed", True)
    ids = services.erase_person(
        session, actor=administrator, now=NOW, beneficiary_id=person.id, kind=kind, **values
    )
    settle(session)
    return ids


def everything_written(session):
    """Every row of every table as the database holds it."""
    found = []
    for table in inspect(session.get_bind()).get_table_names():
        found += [
            f"{table}: {tuple(row)}" for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    return found


def traces(session):
    return [
        (trace, row[:120])
        for row in everything_written(session)
        for trace in TRACES
        if trace in row
    ]


def test_nothing_of_her_is_left_in_any_table(session, administrator, campaign, person):
    fill_everything(session, administrator, campaign, person)
    assert {trace for trace, _ in traces(session)} >= {"Күнсұлу", "Үйдіңжазбасы", "Сенімдікісі"}
    erase(session, administrator, person)
    assert traces(session) == []
    assert session.scalars(select(Appeal.text)).all() == [""]
    left = select(BeneficiaryKey.key).where(BeneficiaryKey.beneficiary_id == person.id)
    assert session.scalars(left).all() == []
    assert session.scalars(select(AppealEntry.text)).all() == [""]
    assert verify_chain(session) is None


def test_numbers_and_lists_that_wait_are_never_in_the_clear(
    session, administrator, campaign, person
):
    fill_everything(session, administrator, campaign, person)
    for secret in (IIN, DOCUMENT, "DEMO777001"):
        assert [row for row in everything_written(session) if secret in row] == []
    names = [row for row in everything_written(session) if "Күнсұлу" in row]
    assert {row.partition(":")[0] for row in names} <= {"beneficiaries", "stays"}


def test_not_even_in_the_file_of_the_database(session, administrator, campaign, person):
    """On SQLite: freed pages would keep what rows no longer say, so secure_delete is on."""
    fill_everything(session, administrator, campaign, person)
    erase(session, administrator, person)
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        assert traces(session) == []
        return
    path = bind.url.database
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = Path(path).read_bytes()
    assert [trace for trace in TRACES if len(trace) > 3 and trace.encode() in content] == []


def test_the_page_leaves_nothing_in_the_files(session, client_for, administrator, campaign, person):
    """While the server runs, too: what was written lately stands beside the file."""
    fill_everything(session, administrator, campaign, person)
    answer = client_for(administrator).post(
        f"/manage/beneficiaries/{person.id}/erase",
        data={"kind": "erase", "reason": "запрос № 1", "is_confirmed": "y"},
    )
    assert answer.status_code == 302
    bind = session.get_bind()
    files = [bind.url.database, f"{bind.url.database}-wal"] if bind.dialect.name == "sqlite" else []
    for path in filter(Path.exists, map(Path, files)):
        content = path.read_bytes()
        assert [trace for trace in TRACES if len(trace) > 3 and trace.encode() in content] == []
    assert traces(session) == []


def count_by_category(session):
    listed = select(Enrolment.beneficiary_id)
    statement = (
        select(Beneficiary.category, func.count())
        .where(Beneficiary.id.in_(listed))
        .group_by(Beneficiary.category)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def test_every_total_stays(session, administrator, campaign, person):
    fill_everything(session, administrator, campaign, person)

    def totals():
        return (
            distribution.recipients_count(session, [campaign.id]),
            distribution.people_by_category(session, [campaign.id]),
            registry_queries.count_enrolled(session, campaign.id),
            count_by_category(session),
            session.execute(text("SELECT count(*), count(left_at) FROM stays")).one(),
            session.execute(text("SELECT sum(household_size) FROM beneficiaries")).scalar_one(),
        )

    before = totals()
    erase(session, administrator, person)
    assert totals() == before


@pytest.mark.parametrize(
    ("kind", "born_on", "city"),
    [(ErasureKind.ERASE, None, ""), (ErasureKind.ANONYMISE, date(1948, 1, 1), "Теміртау")],
)
def test_what_stays_of_a_record(session, administrator, campaign, person, kind, born_on, city):
    erase(session, administrator, person, kind)
    found = session.get(Beneficiary, person.id)
    assert (found.born_on, found.city, found.category) == (born_on, city, person.category)
    assert (found.household_size, found.erased_at) == (2, NOW)
    assert (found.sex, found.citizenship, found.needs, found.iin) == (None, "", "", None)


def test_merged_copies_go_too(session, administrator, person):
    copy = make_beneficiary(session, surname="Турсынбекова", note="Құпияескерту")
    copy.merged_into_id = person.id
    session.flush()
    assert erase(session, administrator, copy) == [person.id, copy.id]
    assert session.get(Beneficiary, copy.id).note == ""
    assert session.get(Beneficiary, copy.id).erased_at == NOW


def test_a_copy_that_is_merged_while_she_is_locked_goes_too(
    session, administrator, person, monkeypatch
):
    copy = make_beneficiary(session, surname="Турсынбекова", note="Құпияескерту")
    copy.merged_into_id = person.id
    session.flush()
    asked = registry_queries.ids_of_person
    before_the_merge = iter([[person.id]])
    monkeypatch.setattr(
        registry_queries,
        "ids_of_person",
        lambda session, id_: next(before_the_merge, None) or asked(session, id_),
    )
    assert erase(session, administrator, person) == [person.id, copy.id]
    assert session.get(Beneficiary, copy.id).note == ""


def test_who_waits_for_a_package_is_not_forgotten(session, administrator, campaign, person):
    registry.enrol(
        session,
        actor=administrator,
        now=NOW,
        today=TODAY,
        campaign=campaign,
        beneficiary_ids=[person.id],
    )
    version_id = make_packages(session, campaign=campaign, count=1)
    make_round(session, campaign=campaign, actor=administrator, version_id=version_id)
    with pytest.raises(rules.PackageUnderWay) as refusal:
        erase(session, administrator, person)
    assert (refusal.value.params["round"], refusal.value.params["line"]) == (1, 1)
    assert session.get(Beneficiary, person.id).surname == "Тұрсынбекова"


def test_an_open_round_whose_line_is_settled_does_not_hold_her(
    session, administrator, campaign, person
):
    serve(session, administrator, campaign, person)
    erase(session, administrator, person)
    assert session.scalars(select(Delivery.status)).one() == "delivered"


@pytest.mark.parametrize("reason", ["просила Тұрсынбекова", "по просьбе ТУРСЫНБЕКОВОЙ күнсұлу"])
def test_the_reason_may_not_name_her(session, administrator, person, reason):
    with pytest.raises(rules.ReasonNamesPerson):
        erase(session, administrator, person, reason=reason)


def test_an_empty_record_is_not_erased_again(session, administrator, person):
    erase(session, administrator, person)
    with pytest.raises(rules.AlreadyErased):
        erase(session, administrator, person)


def test_others_keep_what_is_theirs(session, administrator, campaign, person):
    fill_everything(session, administrator, campaign, person)
    other = make_beneficiary(session, surname="Ершова", given_name="Нина", note="своя")
    erase(session, administrator, person)
    assert session.get(Beneficiary, other.id).note == "своя"
    draft = session.scalars(select(ImportDraft)).one()
    assert "Ершова" in draft.content
    assert "Күнсұлу" not in draft.content
    assert session.scalars(select(Stay.guest_name).order_by(Stay.id)).all() == [None, "Ершова Нина"]


def test_what_remains_is_who_looked_and_what_was_done(session, administrator, campaign, person):
    fill_everything(session, administrator, campaign, person)
    erase(session, administrator, person)
    assert session.scalars(select(Disclosure.kind)).all() == [DisclosureKind.NUMBER_IN_FULL]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "privacy:erase")).one()
    assert "запрос № 1" in event.after
    visit, plan = session.scalars(select(Visit)).one(), session.scalars(select(VisitPlan)).one()
    assert (visit.outcome, visit.wellbeing, visit.note) == (VisitOutcome.MET, None, "")
    assert plan.ended_at == NOW


def test_the_export_holds_all_of_it(session, administrator, campaign, person):
    fill_everything(session, administrator, campaign, person)
    found = queries.everything_about(session, person.id)
    written = str(found.rows)
    assert "Көмексұрау" in written
    missing = {"Жауапмәтіні", "Тоқтатусебебі"}
    assert [trace for trace in TRACES if trace not in written and trace not in missing] == []
    assert set(found.counts) == {
        *("record", "consent", "enrolment", "delivery", "delivery_attempt", "proof", "visit"),
        *("visit_plan", "stay", "appeal", "request", "disclosure", "decision"),
    }
    (look,) = found.of("disclosure")
    assert look["account"] == administrator.full_name
    assert found.of("delivery")[0]["campaign"]["kk"] == "Азық-түлік"
