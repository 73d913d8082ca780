"""Campaigns, umbrella campaigns, parties and roles, goals, membership."""
