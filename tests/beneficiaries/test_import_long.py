"""Long lists: worked on in the background, once, whole or not at all."""

from __future__ import annotations

import io
import signal

import pytest
from sqlalchemy import event, func, select

from campaign_app.accounts.rules import CampaignRole
from campaign_app.beneficiaries import services, tasks
from campaign_app.beneficiaries.models import Beneficiary, Consent, ImportDraft
from campaign_app.beneficiaries.rules import BeneficiaryCategory, ImportWork
from campaign_app.beneficiaries.rules import imports as import_rules
from campaign_app.core import background
from campaign_app.core.audit import AuditEvent, verify_chain
from campaign_app.extensions import db
from tests.factories import NOW, TODAY, make_administrator, make_campaign, make_member
from tests.support.client import settle
from tests.support.lists import csv_list
from tests.support.workers import wait_until, worker

UPLOAD = "/manage/beneficiaries/import"
LONG = 12


@pytest.fixture(autouse=True)
def short_patience(app, request, monkeypatch):
    """A list of a dozen is long, so that the tests are not; nothing is left of others."""
    with app.app_context():
        background.queue().storage.flush_all()
    if "real" not in request.node.name:
        monkeypatch.setattr(import_rules, "ROWS_AT_ONCE", 10)


@pytest.fixture
def organiser(session):
    campaign = make_campaign(session, slug="food")
    return make_member(session, campaign=campaign, role=CampaignRole.ORGANISER)


@pytest.fixture
def asleep(monkeypatch):
    """A background that is asked and does nothing, as if no worker ran."""
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(background, "enqueue", lambda *work: asked.append(work))
    return asked


def upload(client, content=None):
    content = csv_list(LONG) if content is None else content
    data = {"category": "lonely_pensioner", "file": (io.BytesIO(content), "long.csv")}
    return client.post(UPLOAD, data=data, content_type="multipart/form-data").location


def count_people(session):
    return session.scalar(select(func.count(Beneficiary.id)))


def the_draft(session):
    return session.scalars(select(ImportDraft)).one()


def keep_draft(session, rows, work=None):
    owner = make_administrator(session)
    draft = services.upload_list(
        session,
        actor=owner,
        now=NOW,
        today=TODAY,
        content=csv_list(rows),
        filename="long.csv",
        category=BeneficiaryCategory.LONELY_PENSIONER,
    )
    if work is not None:
        draft.work = work
    settle(session)
    return draft


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_a_long_list_goes_through_the_background(session, client_for, organiser, locale):
    client = client_for(organiser, locale)
    url = upload(client)
    assert client.get(url).status_code == 200
    answer = client.post(f"{url}/confirm")
    assert answer.location.endswith("/progress")
    page = client.get(answer.location, follow_redirects=True)
    assert page.request.path == "/manage/beneficiaries"
    assert "12" in page.text
    assert count_people(session) == LONG
    assert session.scalar(select(func.count(Consent.id))) == LONG
    assert verify_chain(session) is None
    created = select(func.count(AuditEvent.id)).where(AuditEvent.action == "beneficiary:create")
    assert session.scalar(created) == LONG


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("kk", ["Тізімнің", "1 200 жолдың ішінен: 400", "Тізіліммен салыстыру"]),
        ("ru", ["строк: 400 из 1 200", "Сравнение с реестром"]),
        ("en", ["400 of 1,200 rows", "Comparing with the registry"]),
    ],
)
def test_how_far_it_is_is_shown(client_for, organiser, asleep, app, session, locale, texts):
    client = client_for(organiser, locale)
    url = upload(client)
    assert client.get(url).location == f"{url}/progress"
    draft_id = the_draft(session).id
    with app.app_context():
        background.tell(tasks.LIST, draft_id, phase="comparing", done=400, total=1200)
    page = client.get(f"{url}/progress").text
    for text in texts[-2:]:
        assert text in page.replace("\u00a0", " "), text
    assert 'http-equiv="refresh"' in page, "goes on without JavaScript"
    assert f'hx-get="{url}/progress"' in page
    assert f'action="{url}/work"' not in page, "it moves"
    # It can be left and found again.
    assert "long.csv" in client.get(UPLOAD).text


def test_the_page_leads_on_when_the_work_is_done(client_for, organiser, asleep, session):
    client = client_for(organiser)
    url = upload(client)
    assert client.get(f"{url}/progress").status_code == 200
    assert f'action="{url}/work"' in client.get(f"{url}/progress").text, "nobody took it"
    client.post(f"{url}/work")
    answer = client.get(f"{url}/progress", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == url
    assert client.get(f"{url}/progress").location == url


def test_while_it_is_worked_on_nothing_is_decided(client_for, organiser, asleep, session):
    client = client_for(organiser)
    url = upload(client)
    columns = {"column": ["full_name", "", "", "", "", ""]}
    for action, data in (("another", {"row": "2"}), ("columns", columns)):
        answer = client.post(f"{url}/{action}", data=data, headers={"Referer": url})
        assert answer.status_code == 302
    draft = the_draft(session)
    assert (draft.another, draft.plan, draft.work) == ("[]", None, ImportWork.COMPARE)
    assert client.post(f"{url}/confirm").location == f"{url}/progress"
    assert len(asleep) == 1, "asked once, whatever is pressed meanwhile"


def test_all_or_nothing_is_kept_for_the_background(session, client_for, organiser, asleep):
    client = client_for(organiser)
    url = upload(client)
    client.post(f"{url}/work")
    assert client.post(f"{url}/confirm", data={"rows": "all"}).location == f"{url}/progress"
    assert the_draft(session).work is ImportWork.WRITE_ALL
    # Somebody registers one of them meanwhile, under another spelling: no longer all are good.
    bring_in_a_look_alike(session)
    client.post(f"{url}/work")
    assert count_people(session) == 1
    assert "rows that are not good: 1" in client.get(url).text


def bring_in_a_look_alike(session):
    first = csv_list(1).decode().splitlines()
    name, born_on, _phone, *rest = first[1].split(";")
    text = "\n".join([first[0], ";".join([name.replace("о", "o"), born_on, "", *rest])])
    table = services.read_list(text.encode(), "one.csv")
    category = BeneficiaryCategory.LONELY_PENSIONER
    planned = services.plan_import(session, table, category=category, today=TODAY)
    services.write_plan(session, actor=None, now=NOW, today=TODAY, planned=planned)
    settle(session)


def test_a_registry_that_changed_is_said_and_compared_again(session, client_for, organiser):
    client = client_for(organiser)
    url = upload(client)
    assert f'action="{url}/compare"' not in client.get(url).text
    bring_in_a_look_alike(session)
    assert "has changed" in client.get(url).text
    assert client.post(f"{url}/compare").location == f"{url}/progress"
    page = client.get(url).text
    assert "has changed" not in page
    assert "look-alike letters" in page


@pytest.mark.parametrize(
    ("locale", "told"), [("kk", "Жұмыс үзілді"), ("ru", "прервалась"), ("en", "was interrupted")]
)
def test_a_failure_is_said_and_can_be_tried_again(
    session, client_for, organiser, monkeypatch, locale, told
):
    client = client_for(organiser, locale)
    with monkeypatch.context() as broken:
        broken.setattr(services, "plan_import", lambda *_a, **_k: 1 / 0)
        url = upload(client)
        assert told in client.get(url).text
    client.post(f"{url}/compare")
    assert told not in client.get(url).text
    assert f'action="{url}/confirm"' in client.get(url).text


def test_what_kills_its_worker_again_and_again_is_given_up(session, app):
    draft = keep_draft(session, LONG, ImportWork.COMPARE)
    background.queue().put(
        f"claim:{tasks.LIST}:{draft.id}", {"host": "gone", "pid": 0, "attempts": 3}
    )
    background.run_task(tasks.LIST, draft.id)
    session.expire_all()
    assert (draft.work, draft.plan) == (None, None)
    assert "interrupted" in draft.refusal


def test_the_same_job_twice_writes_once(session):
    draft = keep_draft(session, LONG, ImportWork.WRITE)
    for _again in range(2):
        background.run_task(tasks.LIST, draft.id)
        draft = session.get_one(ImportDraft, draft.id, populate_existing=True)
        draft.work = None
    assert count_people(session) == LONG
    assert (draft.new_count, draft.content, draft.plan) == (LONG, "", None)


def test_what_was_left_undone_is_found(session):
    draft = keep_draft(session, LONG, ImportWork.COMPARE)
    assert background.resume_unfinished() == 1
    session.expire_all()
    assert draft.plan is not None
    assert background.resume_unfinished() == 0


def test_the_preview_of_a_long_list_compares_nothing(session, client_for, organiser):
    client = client_for(organiser)
    url = upload(client, csv_list(250))
    statements: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    try:
        pages = [client.get(f"{url}?page={number}") for number in (1, 2, 3)]
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert all(page.status_code == 200 for page in pages)
    assert not [text for text in statements if "FROM beneficiaries" in text]
    assert len(statements) < 3 * 12


def test_a_real_worker_does_what_it_finds(session, database, tmp_path):
    draft = keep_draft(session, 1100)
    assert draft.work is ImportWork.COMPARE
    with worker(database.url, tmp_path / "work.db"):
        wait_until(lambda: has_plan(session, draft))
    assert session.get_one(ImportDraft, draft.id).work is None


def has_plan(session, draft):
    session.rollback()
    session.expire_all()
    return draft.plan is not None


def test_a_real_worker_that_is_killed_leaves_nothing_half_written(session, database, tmp_path):
    draft = keep_draft(session, 1500, ImportWork.WRITE)
    queue = tmp_path / "work.db"
    with worker(database.url, queue) as first:
        wait_until(lambda: queue.exists() and b"claim:" in queue.read_bytes() + wal_of(queue))
        first.send_signal(signal.SIGKILL)
        first.wait()
    session.rollback()
    assert count_people(session) in (0, 1500)
    with worker(database.url, queue):
        wait_until(lambda: is_written(session, draft))
    assert count_people(session) == 1500
    assert verify_chain(session) is None


def wal_of(path):
    wal = path.with_name(path.name + "-wal")
    return wal.read_bytes() if wal.exists() else b""


def is_written(session, draft):
    session.rollback()
    session.expire_all()
    return draft.confirmed_at is not None
