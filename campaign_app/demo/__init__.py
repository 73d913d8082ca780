"""The demo campaign, built through services from data files of its own."""
