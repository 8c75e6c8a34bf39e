"""What staff may fill in; every problem says what is safe and what to do."""
