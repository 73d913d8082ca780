"""Money: donations, receipts, expenses, approvals, the journal and its balances."""
