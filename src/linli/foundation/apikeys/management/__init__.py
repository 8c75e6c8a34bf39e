"""Django's way to commands."""
