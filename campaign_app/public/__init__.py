"""The public pages and open data."""
