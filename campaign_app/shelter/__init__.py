"""Dormitory rooms for people trapped in the snow."""
