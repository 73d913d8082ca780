"""Volunteers, shifts, sign-ups, attendance, hours."""
