"""Complaints and requests for help, from the public form to the answer."""
