"""The 32 donations, one that was entered twice, one that bounced, and the expenses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from campaign_app.demo.cast import Cast, at
from campaign_app.demo.data import read
from campaign_app.funds import services
from campaign_app.funds.models import Donation, Expense, Pledge
from campaign_app.funds.rules import AccountKind, DonationMethod, ExpenseStatus

TENGE = 100
# Small, so that the fruit of April still waits for a second approval.
LIMIT_MINOR = 20_000 * TENGE
AGAIN = " (повторно)"


# The sponsor promised before it paid; another shop has not brought its tea yet.
SPONSOR_PROMISED_ON, SPONSOR_PAID_ON = "2020-03-27", "2020-04-01"


def record_donations(cast: Cast) -> None:
    """In the order of their receipts; then the two that were taken back."""
    _place_box(cast)
    _promise(cast, "«Демо-Дүкен» ЖК", 12_000, "2020-03-30", is_in_kind=True, note="Шай / Чай")
    for gift in read("people")["donations"]:
        _record(cast, gift, reference=_reference(gift))
    first = read("people")["donations"][0]
    twice = _record(cast, first, note="екі рет енгізілген / внесено дважды")
    _void(cast, twice, "2020-03-26", "Екі рет енгізілген / Внесено дважды")
    transfer = {**read("people")["donations"][20], "amount": 25_000, "date": "2020-03-30"}
    bounced = _record(cast, transfer, reference="BANK-RETURN-1")
    _void(cast, bounced, "2020-04-01", "Банк аударымды қайтарды / Банк вернул перевод")


def _reference(gift: dict[str, Any]) -> str:
    """Kaspi and bank payments have one; cash does not."""
    number = gift["no"].rpartition("-")[2]
    return {"kaspi": f"KASPI-{number}", "bank": f"BANK-{number}"}.get(gift["method"], "")


def _record(cast: Cast, gift: dict[str, Any], *, reference: str = "", note: str = "") -> Donation:
    key = gift["donor"].removesuffix(AGAIN)
    person = cast.volunteers.get(key)
    name = (
        " ".join(part for part in (person.surname, person.given_name, person.patronymic) if part)
        if person
        else key
    )
    is_box = "ящик" in gift["donor"]
    pledge = None
    if "спонсор" in gift["donor"] and gift["date"] == SPONSOR_PAID_ON:
        pledge = _promise(cast, name, gift["amount"], SPONSOR_PROMISED_ON)
    return services.record_donation(
        cast.session,
        actor=cast.organiser,
        now=at(gift["date"], "15:00"),
        today=date.fromisoformat(gift["date"]),
        campaign=cast.food,
        details=services.DonationDetails(
            amount_minor=gift["amount"] * TENGE,
            method=DonationMethod(gift["method"]),
            received_on=date.fromisoformat(gift["date"]),
            donor_name="" if is_box else name,
            is_anonymous=gift["anonymous_in_public"],
            reference=reference,
            note=note or ("Жәшіктен / Из ящика" if is_box else ""),
            pledge_id=pledge.id if pledge else None,
        ),
    )


def _place_box(cast: Cast) -> None:
    services.place_box(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-24", "09:00"),
        today=date(2020, 3, 24),
        campaign=cast.food,
        number="1",
        place="Бас ғимарат, кіреберіс / Главный корпус, вход",
        seal_number="A-000417",
        placed_on=date(2020, 3, 24),
    )


def _promise(
    cast: Cast, donor: str, tenge: int, day: str, *, is_in_kind: bool = False, note: str = ""
) -> Pledge:
    return services.record_pledge(
        cast.session,
        actor=cast.organiser,
        now=at(day, "12:00"),
        today=date.fromisoformat(day),
        campaign=cast.food,
        details=services.PledgeDetails(
            donor_name=donor,
            amount_minor=tenge * TENGE,
            promised_on=date.fromisoformat(day),
            is_in_kind=is_in_kind,
            note=note,
        ),
    )


def bring_in_statement(cast: Cast) -> None:
    """Kaspi's statement of the campaign: every transfer is in the journal already."""
    gifts = [each for each in read("people")["donations"] if each["method"] == "kaspi"]
    lines = ["Дата операции;Сумма;Отправитель/получатель;Номер чека"]
    for gift in gifts:
        payer = "" if gift["anonymous_in_public"] else gift["donor"].removesuffix(AGAIN)
        lines.append(f"{gift['date']};+{gift['amount']};{payer};{_reference(gift)}")
    source = services.add_source(cast.session, name="Kaspi, …4567", method=DonationMethod.KASPI)
    treasurer, moment = cast.accounts["treasurer"], at("2020-04-02", "10:00")
    statement = services.upload_statement(
        cast.session,
        actor=treasurer,
        now=moment,
        campaign=cast.food,
        source=source,
        table=services.Table(content="\n".join(lines).encode(), filename="kaspi-2020-03.csv"),
    )
    services.confirm_statement(
        cast.session,
        actor=treasurer,
        now=moment,
        today=moment.date(),
        campaign=cast.food,
        statement=statement,
    )


def _void(cast: Cast, donation: Donation, day: str, reason: str) -> None:
    services.void_donation(
        cast.session,
        actor=cast.accounts["treasurer"],
        now=at(day, "16:00"),
        today=date.fromisoformat(day),
        donation=donation,
        reason=reason,
    )


def spend(cast: Cast, cost_of_item: dict[str, int]) -> list[tuple[Expense, list[str]]]:
    """The expenses, entered by the organiser and approved by the treasurer, large ones also by
    the administrator; one still waits for that.

    `cost_of_item` is the price of all that is needed of an item, in tiyn. Gives each
    approved expense with the codes of the items that it pays for.
    """
    services.set_spending_limit(
        cast.session,
        actor=cast.organiser,
        now=at("2020-03-24", "09:00"),
        campaign=cast.food,
        amount_minor=LIMIT_MINOR,
    )
    paid = []
    for plan in read("campaigns")["expenses"]:
        amount = sum(cost_of_item[code] for code in plan["items"])
        expense = _enter(cast, plan, amount)
        _approve(cast, expense, "treasurer", at(plan["spent_on"], "17:00"))
        if expense.status is ExpenseStatus.HALF_APPROVED:
            _approve(cast, expense, "admin", at(plan["spent_on"], "17:30"))
        paid.append((expense, plan["items"]))
    waiting = read("campaigns")["waiting_expense"]
    expense = _enter(cast, waiting, waiting["amount_minor"])
    _approve(cast, expense, "treasurer", at(waiting["spent_on"], "17:00"))
    return paid


def _approve(cast: Cast, expense: Expense, who: str, instant: datetime) -> None:
    services.approve_expense(cast.session, actor=cast.accounts[who], now=instant, expense=expense)


def _enter(cast: Cast, plan: dict[str, Any], amount_minor: int) -> Expense:
    day = date.fromisoformat(plan["spent_on"])
    return services.enter_expense(
        cast.session,
        actor=cast.organiser,
        now=at(day, "11:00"),
        today=day,
        campaign=cast.food,
        details=services.ExpenseDetails(
            supplier=plan["supplier"],
            supplier_bin=plan.get("supplier_bin") or None,
            amount_minor=amount_minor,
            spent_on=day,
            purpose=plan["purpose"],
            document_number=plan["document"],
            account=AccountKind(plan["account"]),
        ),
    )
