"""People who sign in: accounts, roles, permissions, sign-in."""
