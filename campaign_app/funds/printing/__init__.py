"""What is printed about money, by paper."""

from campaign_app.funds.printing.openings import OpeningAct, render_opening_act
from campaign_app.funds.printing.receipt_lists import (
    DonorYear,
    ReceiptRegister,
    render_donor_year,
    render_register,
)
from campaign_app.funds.printing.receipts import DonationReceipt, render_donation_receipt

__all__ = [
    "DonationReceipt",
    "DonorYear",
    "OpeningAct",
    "ReceiptRegister",
    "render_donation_receipt",
    "render_donor_year",
    "render_opening_act",
    "render_register",
]
