"""What is read of matters, always as the running transaction's reader."""
