"""Synthetic donations and expenses."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign_app.campaigns.models import Campaign
from campaign_app.core.names import fold, full_name
from campaign_app.core.sequences import NumberSeries
from campaign_app.demo.scale.bulk import FIRST_DAY, START, Profile, next_id, some_name, write_rows
from campaign_app.funds.models import Donation, Expense, JournalEntry, LedgerAccount, Posting
from campaign_app.funds.rules import AccountKind, DonationMethod, EntryKind, ExpenseStatus


def _accounts(session: Session, campaign: Campaign) -> dict[AccountKind, int]:
    made = {}
    for kind in AccountKind:
        account = LedgerAccount(campaign_id=campaign.id, kind=kind)
        session.add(account)
        session.flush()
        made[kind] = account.id
    return made


def _entry(number: int, campaign: Campaign, kind: EntryKind, day: date) -> dict[str, Any]:
    return {
        "id": number,
        "campaign_id": campaign.id,
        "kind": kind,
        "occurred_on": day,
        "recorded_at": START + (day - FIRST_DAY),
    }


def _postings(
    number: int, campaign: Campaign, source: int, target: int, amount: int
) -> Iterator[dict[str, Any]]:
    for account, sign in ((target, 1), (source, -1)):
        yield {
            "entry_id": number,
            "campaign_id": campaign.id,
            "ledger_account_id": account,
            "amount_minor": sign * amount,
        }


def add_donations(
    session: Session, campaign: Campaign, profile: Profile, chance: random.Random
) -> None:
    """Donations with their entries, postings and receipts."""
    accounts = _accounts(session, campaign)
    first = next_id(session, JournalEntry)
    income = accounts[AccountKind.INCOME_DONATIONS]
    plans = []
    for number in range(profile.donations):
        day = FIRST_DAY + timedelta(days=number * 360 // profile.donations)
        name = full_name(*some_name(chance))
        amount = chance.randrange(10, 500) * 100_00
        plans.append((first + number, day, name, amount))
    write_rows(
        session, JournalEntry, (_entry(n, campaign, EntryKind.DONATION, d) for n, d, *_ in plans)
    )
    bank = accounts[AccountKind.BANK]
    write_rows(
        session,
        Posting,
        (row for n, _d, _n, a in plans for row in _postings(n, campaign, income, bank, a)),
    )
    write_rows(
        session,
        Donation,
        (
            {
                "campaign_id": campaign.id,
                "receipt_year": FIRST_DAY.year,
                "receipt_sequence": sequence,
                "donor_name": name,
                "donor_search": fold(name),
                "amount_minor": amount,
                "method": DonationMethod.BANK,
                "received_on": day,
                "is_anonymous": sequence % 7 == 0,
                "reference": f"SYN-{sequence:06d}",
                "verification_code": secrets.token_urlsafe(12),
                "entry_id": number,
                "recorded_at": START + (day - FIRST_DAY),
            }
            for sequence, (number, day, name, amount) in enumerate(plans, start=1)
        ),
    )
    session.add(NumberSeries(name=f"receipt:{FIRST_DAY.year}", last_number=profile.donations))
    session.flush()


def add_expenses(
    session: Session,
    campaign: Campaign,
    profile: Profile,
    chance: random.Random,
    people: Any,
) -> None:
    """Approved expenses with their entries and postings."""
    statement = select(LedgerAccount.kind, LedgerAccount.id)
    found = session.execute(statement.where(LedgerAccount.campaign_id == campaign.id))
    accounts = {row.kind: row.id for row in found}
    first = next_id(session, JournalEntry)
    plans = [
        (
            first + number,
            FIRST_DAY + timedelta(days=number * 360 // profile.expenses),
            chance.randrange(5, 100) * 100_00,
        )
        for number in range(profile.expenses)
    ]
    write_rows(
        session, JournalEntry, (_entry(n, campaign, EntryKind.EXPENSE, d) for n, d, _ in plans)
    )
    bank, spent = accounts[AccountKind.BANK], accounts[AccountKind.SPENT]
    write_rows(
        session,
        Posting,
        (row for n, _d, a in plans for row in _postings(n, campaign, bank, spent, a)),
    )
    write_rows(
        session,
        Expense,
        (
            {
                "campaign_id": campaign.id,
                "number_year": FIRST_DAY.year,
                "number_sequence": position,
                "supplier": "«Демо» ЖШС",
                "amount_minor": amount,
                "spent_on": day,
                "purpose": "Азық-түлік / Продукты",
                "document_number": f"SYN-{position:05d}",
                "account": AccountKind.BANK,
                "status": ExpenseStatus.APPROVED,
                "entered_at": START + (day - FIRST_DAY),
                "entered_by_id": people[0],
                "decided_at": START + (day - FIRST_DAY),
                "decided_by_id": people[1],
                "entry_id": number,
            }
            for position, (number, day, amount) in enumerate(plans, start=1)
        ),
    )
    session.add(NumberSeries(name=f"expense:{FIRST_DAY.year}", last_number=profile.expenses))
    session.flush()
