"""What is printed about money, by paper."""

from campaign_app.funds.printing.openings import OpeningAct, render_opening_act
from campaign_app.funds.printing.receipts import DonationReceipt, render_donation_receipt

__all__ = ["DonationReceipt", "OpeningAct", "render_donation_receipt", "render_opening_act"]
