"""Commands that need Django's settings."""
