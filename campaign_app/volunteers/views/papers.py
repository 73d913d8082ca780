"""Papers as they go to the printer: the certificates and letters of a list of records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import current_app
from werkzeug.wrappers import Response

from campaign_app.accounts.queries import account_names
from campaign_app.campaigns.printing import form_head
from campaign_app.core.clock import now
from campaign_app.core.dates import local_date
from campaign_app.core.downloads import pdf_response
from campaign_app.core.localisation import zone
from campaign_app.core.printing.document import FormHead
from campaign_app.core.printing.labels import Texts
from campaign_app.core.requests import absolute_address
from campaign_app.extensions import db
from campaign_app.volunteers import queries, rules
from campaign_app.volunteers.printing import certificates as printing
from campaign_app.volunteers.queries import CertificateLine
from campaign_app.volunteers.rules import CertificateKind, CertificateState


def print_papers(
    lines: Sequence[CertificateLine], languages: tuple[str, ...], filename: str
) -> Response:
    """Papers of one kind as one PDF, in the order of the lines."""
    heads = _heads(lines)
    if lines[0].kind is CertificateKind.HOURS:
        certificates = _hours(lines, heads)
        db.session.rollback()  # the paper takes a second: no transaction stays open meanwhile
        content = printing.render_certificates(certificates, languages, now())
    else:
        letters = _letters(lines, heads)
        db.session.rollback()
        content = printing.render_letters(letters, languages, now())
    return pdf_response(content, filename)


def _heads(lines: Sequence[CertificateLine]) -> dict[int, FormHead]:
    """The head of each paper; who issues it is read once a campaign."""
    session, settings = db.session(), current_app.config["SETTINGS"]
    of_rows = queries.campaigns_of(session, [line.id for line in lines])
    campaign_ids = {line.id: line.campaign_id or of_rows[line.id] for line in lines}
    usual = {
        id_: form_head(
            session,
            campaign,
            number="",
            on=None,
            organisation_name=settings.organisation_name,
            time_zone=settings.time_zone,
        )
        for id_, campaign in queries.campaigns_by_id(session, set(campaign_ids.values())).items()
    }
    heads = {}
    for line in lines:
        head = usual[campaign_ids[line.id]]
        code = rules.shown_code(line.code)
        heads[line.id] = replace(
            head if line.campaign_id else printing.without_campaign(head),
            number=line.shown_number,
            on=local_date(line.issued_at, zone()),
            record_url=absolute_address(f"/verify/{code}"),
            record_code=code,
            is_cancelled=line.state is not CertificateState.VALID,
        )
    return heads


def _hours(
    lines: Sequence[CertificateLine], heads: dict[int, FormHead]
) -> list[printing.HoursPaper]:
    session = db.session()
    rows = queries.rows_of(session, [line.id for line in lines])
    names = account_names(session, {line.issued_by_id for line in lines if line.issued_by_id})
    return [
        printing.HoursPaper(
            head=heads[line.id],
            name=line.holder_name,
            unit=line.holder_unit,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
            rows=[
                printing.PrintedRow(
                    row.starts_at,
                    row.minutes,
                    row.kind,
                    row.title,
                    row.place,
                    row.role,
                    row.confirmed_by,
                )
                for row in rows[line.id]
            ],
            # Who printed it for herself does not sign it.
            issued_by="" if line.is_self_issued else names.get(line.issued_by_id or 0, ""),
        )
        for line in lines
    ]


def _letters(
    lines: Sequence[CertificateLine], heads: dict[int, FormHead]
) -> list[printing.LetterPaper]:
    session = db.session()
    texts = queries.letter_texts(session, [line.letter_text_id or 0 for line in lines])
    campaigns = queries.campaigns_by_id(session, {line.campaign_id or 0 for line in lines})
    papers = []
    for line in lines:
        text, campaign = texts[line.letter_text_id or 0], campaigns[line.campaign_id or 0]
        papers.append(
            printing.LetterPaper(
                head=heads[line.id],
                name=line.holder_name,
                unit=line.holder_unit,
                text=Texts(text.text_kk, text.text_ru, text.text_en),
                starts_on=campaign.starts_on,
                ends_on=campaign.ends_on,
                signer_name=text.signer_name,
                signer_position=Texts(
                    text.signer_position_kk, text.signer_position_ru, text.signer_position_en
                ),
            )
        )
    return papers
