"""People who log in: accounts, roles with a scope, and sessions."""
