"""Figures, printed forms, spreadsheets of a campaign."""
