"""What is printed about money, by paper."""

from campaign_app.funds.printing.receipts import DonationReceipt, render_donation_receipt

__all__ = ["DonationReceipt", "render_donation_receipt"]
