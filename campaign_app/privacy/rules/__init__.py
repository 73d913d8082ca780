"""The rules of personal data: requests and their deadline, incidents, retention, erasure."""
